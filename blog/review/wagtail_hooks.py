"""Hangs the review on Wagtail's admin; the work is elsewhere in this room."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path
from django.utils.html import format_html_join
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail.users.models import UserProfile

from blog.admin.safe_writing import post_editor
from blog.review.desk import panel
from blog.review.editor import action_menu, findings_views, messages, publish_confirmation
from blog.review.guests import approvals, share_views
from blog.review.people import user_viewsets
from blog.review.people import views as people
from blog.review.people.privileges import refuse_beyond
from blog.review.workflow.assignment import LOGGED, HandOverLine
from blog.review.workflow.notification_settings import ReviewNoticesPanel

post_editor.workflow_action_view_class = messages.PostActionView


@hooks.register("register_admin_urls")
def addresses_of_the_review() -> list[URLPattern | URLResolver]:
    people_urls = path("people/", include((people.urlpatterns, "people")))
    return [*findings_views.urlpatterns, *share_views.urlpatterns, people_urls]


@hooks.register("register_page_header_buttons")
def way_to_somebody_outside(page: Page, user: User, view_name: str, next_url: str | None = None) -> list[Button]:
    return share_views.buttons(page, user)


@hooks.register("register_settings_menu_item")
def people_in_menu() -> MenuItem:
    return people.menu_item


@hooks.register("register_user_listing_buttons")
def way_out_in_list_of_logins(user: User, request_user: User) -> list[Button]:
    return people.buttons_for(user, request_user)


@hooks.register("before_edit_user")
def keep_stronger_logins(request: HttpRequest, user: User) -> None:
    refuse_beyond(request.user, user)


@hooks.register("before_delete_user")
def keep_logins_in_use(request: HttpRequest, user: User) -> HttpResponse | None:
    return user_viewsets.refuse_deleting(request, user)


@hooks.register("before_bulk_action")
def keep_ticked_logins_in_use(
    request: HttpRequest, action_type: str, objects: Iterable[Model], action: BulkAction
) -> HttpResponse | None:
    return user_viewsets.refuse_in_bulk(request, action_type, objects, action)


@hooks.register("register_account_settings_panel")
def choice_of_reviewers(request: HttpRequest, user: User, profile: UserProfile) -> ReviewNoticesPanel:
    return ReviewNoticesPanel(request, user, profile)


@hooks.register("before_publish_page")
def publish_what_was_approved(request: HttpRequest, page: Page) -> HttpResponse | None:
    return messages.refuse_publishing(request, page)


@hooks.register("before_create_page")
def last_look_at_a_new_post(request: HttpRequest, parent: Page, page_class: type[Page]) -> HttpResponse | None:
    return publish_confirmation.answer_for_new(request, parent, page_class)


@hooks.register("before_edit_page")
def last_look_at_a_post(request: HttpRequest, page: Page) -> HttpResponse | None:
    messages.note_stale_action(request, page)
    return publish_confirmation.answer_for_stored(request, page)


@hooks.register("after_publish_page")
def say_where_it_is(request: HttpRequest, page: Page) -> HttpResponse | None:
    return messages.say_it_was_published(request, page)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def answer_of_the_gate(request: HttpRequest, page: Page) -> HttpResponse | None:
    return messages.say_what_the_gate_found(request, page) or messages.say_what_came_of_the_review(request, page)


@hooks.register("register_log_actions")
def lines_of_the_history(actions: LogActionRegistry) -> None:
    actions.register_action(LOGGED)(HandOverLine)
    actions.register_action(approvals.LOGGED)(approvals.OutsideApprovalLine)


@hooks.register("insert_global_admin_css")
def stylesheets_of_the_review() -> str:
    sheets = ("review", "people", "desk", "last-look")
    return format_html_join(
        "", '<link rel="stylesheet" href="{}">', ((static(f"blog_review/{sheet}.css"),) for sheet in sheets)
    )


@hooks.register("insert_editor_js")
def scripts_of_the_review() -> str:
    names = ("last-look", "copy-link")
    return format_html_join(
        "", '<script type="module" src="{}"></script>', ((static(f"blog_review/{name}.js"),) for name in names)
    )


@hooks.register("construct_page_action_menu")
def buttons_of_the_editor(items: list[ActionMenuItem], request: HttpRequest, context: dict) -> None:
    action_menu.arrange(items, request, context)


@hooks.register("construct_homepage_panels")
def first_screen(request: HttpRequest, panels: list[Component]) -> None:
    panel.arrange(request, panels)


# After Wagtail's own.
@hooks.register("construct_homepage_summary_items", order=100)
def figures_of_the_first_screen(request: HttpRequest, items: list[SummaryItem]) -> None:
    panel.summarise(items)
