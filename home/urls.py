from django.urls import path

from home.accent import accent_stylesheet
from home.demo.views import start_own_blog

urlpatterns = [
    path("accent-<colour:colour>.css", accent_stylesheet, name="accent_stylesheet"),
    path("admin/start-my-own-blog/", start_own_blog, name="start_own_blog"),
]
