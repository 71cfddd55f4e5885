"""The site's addresses and one that breaks, so that the page for errors can be looked at."""

from django.http import HttpRequest
from django.urls import path

from config import urls


def break_down(request: HttpRequest):
    message = "This address breaks on purpose."
    raise RuntimeError(message)


urlpatterns = [path("broken/", break_down), *urls.urlpatterns]
