from django.urls import path, register_converter

from home.accent import ColourConverter, accent_stylesheet
from home.demo.views import start_own_blog

register_converter(ColourConverter, "colour")

urlpatterns = [
    path("accent-<colour:colour>.css", accent_stylesheet, name="accent_stylesheet"),
    path("admin/start-my-own-blog/", start_own_blog, name="start_own_blog"),
]
