"""Registers hooks of Wagtail's admin. The other modules of ``home`` do the work."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html_join
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from home import guide
from home.demo.views import start_own_blog
from home.first_run import checklist, views


@hooks.register("register_admin_urls")
def first_run_urls() -> list[URLPattern]:
    return views.urlpatterns


@hooks.register("construct_homepage_panels")
def first_steps(request: HttpRequest, panels: list[Component]) -> None:
    if checklist.is_shown_to(request):
        panels.append(checklist.ChecklistPanel())


@hooks.register("register_admin_urls")
def demo_urls() -> list[URLPattern]:
    return [path("start-my-own-blog/", start_own_blog, name="start_own_blog")]


@hooks.register("register_admin_urls")
def guide_urls() -> list[URLPattern]:
    return guide.urlpatterns


@hooks.register("construct_help_menu")
def replace_help_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [*guide.menu_items, *(item for item in items if not guide.is_external_help(item))]


@hooks.register("insert_global_admin_css")
def stylesheets() -> str:
    sheets = ("first-run", "guide")
    return format_html_join(
        "", '<link rel="stylesheet" href="{}">', ((static(f"home/{sheet}.css"),) for sheet in sheets)
    )
