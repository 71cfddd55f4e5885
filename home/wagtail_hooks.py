"""Hangs the front door on Wagtail's admin; the work is elsewhere in this room."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.ui.components import Component

from home.first_run import checklist, views


@hooks.register("register_admin_urls")
def addresses_of_the_first_run() -> list[URLPattern]:
    return views.urlpatterns


@hooks.register("construct_homepage_panels")
def first_steps(request: HttpRequest, panels: list[Component]) -> None:
    if checklist.is_shown_to(request):
        panels.append(checklist.FirstSteps())


@hooks.register("insert_global_admin_css")
def stylesheet_of_the_first_run() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("home/first-run.css"))
