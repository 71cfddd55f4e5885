from django.urls import path

from home.accent import accent_stylesheet

urlpatterns = [
    path("accent-<colour:colour>.css", accent_stylesheet, name="accent_stylesheet"),
]
