from django.urls import path

from . import pasting, views

urlpatterns = [
    path("blog/body/<int:page_id>/markdown/", views.markdown, name="body_markdown"),
    path("blog/body/<int:page_id>/blocks/", views.blocks, name="body_blocks"),
    path("blog/body/<int:page_id>/preview/", views.preview, name="body_preview"),
    path("blog/body/<int:page_id>/paste/", pasting.paste, name="body_paste"),
]
