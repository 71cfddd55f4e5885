"""Hangs the review on Wagtail's admin; the work is elsewhere in this room."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.models import Page

from blog.review import findings
from blog.review.publishing import keep_buttons_that_work, refuse_publishing


@hooks.register("register_admin_urls")
def addresses_of_the_review() -> list[URLPattern]:
    return findings.urlpatterns


@hooks.register("before_publish_page")
def publish_what_was_approved(request: HttpRequest, page: Page) -> HttpResponse | None:
    return refuse_publishing(request, page)


@hooks.register("construct_page_action_menu")
def buttons_of_the_editor(items: list[ActionMenuItem], request: HttpRequest, context: dict) -> None:
    keep_buttons_that_work(items, request, context)
