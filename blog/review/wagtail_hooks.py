"""Hangs the review on Wagtail's admin; the work is elsewhere in this room."""

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import URLPattern
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.models import Page

from blog.review import findings, menu
from blog.review.publishing import refuse_publishing, say_what_the_gate_found


@hooks.register("register_admin_urls")
def addresses_of_the_review() -> list[URLPattern]:
    return findings.urlpatterns


@hooks.register("before_publish_page")
def publish_what_was_approved(request: HttpRequest, page: Page) -> HttpResponse | None:
    return refuse_publishing(request, page)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def answer_of_the_gate(request: HttpRequest, page: Page) -> HttpResponse | None:
    return say_what_the_gate_found(request, page)


@hooks.register("insert_global_admin_css")
def stylesheet_of_the_review() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("blog_review/review.css"))


@hooks.register("construct_page_action_menu")
def buttons_of_the_editor(items: list[ActionMenuItem], request: HttpRequest, context: dict) -> None:
    menu.arrange(items, request, context)
