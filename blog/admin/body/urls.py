from django.urls import path

from . import views

urlpatterns = [
    path("blog/body/<int:page_id>/markdown/", views.markdown, name="body_markdown"),
    path("blog/body/<int:page_id>/blocks/", views.blocks, name="body_blocks"),
    path("blog/body/<int:page_id>/preview/", views.preview, name="body_preview"),
]
