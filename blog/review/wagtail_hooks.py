"""Registers the review with Wagtail's admin. Each hook calls a function of a room."""

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

from blog.admin.post_editor import post_editor
from blog.review.desk import panel
from blog.review.editor import action_menu, findings_views, messages, publish_confirmation
from blog.review.guests import approvals, share_views
from blog.review.people import user_viewsets
from blog.review.people import views as people
from blog.review.people.privileges import check_privileges
from blog.review.workflow.assignment import ASSIGNMENT_LOG_ACTION, AssignmentLogFormatter
from blog.review.workflow.notification_settings import ReviewNotificationsPanel

post_editor.workflow_action_view_class = messages.ReviewActionView


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern | URLResolver]:
    people_urls = path("people/", include((people.urlpatterns, "people")))
    return [*findings_views.urlpatterns, *share_views.urlpatterns, people_urls]


@hooks.register("register_page_header_buttons")
def share_button(page: Page, user: User, view_name: str, next_url: str | None = None) -> list[Button]:
    return share_views.share_buttons(page, user)


@hooks.register("register_settings_menu_item")
def people_menu_item() -> MenuItem:
    return people.menu_item


@hooks.register("register_user_listing_buttons")
def offboarding_button(user: User, request_user: User) -> list[Button]:
    return people.user_buttons(user, request_user)


@hooks.register("before_edit_user")
def check_privileges_over_user(request: HttpRequest, user: User) -> None:
    check_privileges(request.user, user)


@hooks.register("before_delete_user")
def check_deletion_of_user(request: HttpRequest, user: User) -> HttpResponse | None:
    return user_viewsets.check_user_deletion(request, user)


@hooks.register("before_bulk_action")
def check_bulk_action_on_users(
    request: HttpRequest, action_type: str, objects: Iterable[Model], action: BulkAction
) -> HttpResponse | None:
    return user_viewsets.check_bulk_action(request, action_type, objects, action)


@hooks.register("register_account_settings_panel")
def reviewer_notification_settings(request: HttpRequest, user: User, profile: UserProfile) -> ReviewNotificationsPanel:
    return ReviewNotificationsPanel(request, user, profile)


@hooks.register("before_publish_page")
def check_approval_before_publishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    return messages.block_unapproved_publishing(request, page)


@hooks.register("before_create_page")
def confirm_creating(request: HttpRequest, parent: Page, page_class: type[Page]) -> HttpResponse | None:
    return publish_confirmation.confirm_new_post(request, parent, page_class)


@hooks.register("before_edit_page")
def confirm_editing(request: HttpRequest, page: Page) -> HttpResponse | None:
    messages.detect_stale_action(request, page)
    return publish_confirmation.confirm_existing_post(request, page)


@hooks.register("after_publish_page")
def show_publish_message(request: HttpRequest, page: Page) -> HttpResponse | None:
    return messages.respond_after_publish(request, page)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def show_review_message(request: HttpRequest, page: Page) -> HttpResponse | None:
    return messages.respond_to_gate_findings(request, page) or messages.respond_after_review_action(request, page)


@hooks.register("register_log_actions")
def register_log_formatters(actions: LogActionRegistry) -> None:
    actions.register_action(ASSIGNMENT_LOG_ACTION)(AssignmentLogFormatter)
    actions.register_action(approvals.GUEST_APPROVAL_LOG_ACTION)(approvals.GuestApprovalLogFormatter)


@hooks.register("insert_global_admin_css")
def review_stylesheets() -> str:
    sheets = ("review", "people", "desk", "last-look")
    return format_html_join(
        "", '<link rel="stylesheet" href="{}">', ((static(f"blog_review/{sheet}.css"),) for sheet in sheets)
    )


@hooks.register("insert_editor_js")
def review_scripts() -> str:
    names = ("last-look", "copy-link")
    return format_html_join(
        "", '<script type="module" src="{}"></script>', ((static(f"blog_review/{name}.js"),) for name in names)
    )


@hooks.register("construct_page_action_menu")
def review_action_menu(items: list[ActionMenuItem], request: HttpRequest, context: dict) -> None:
    action_menu.customize_action_menu(items, request, context)


@hooks.register("construct_homepage_panels")
def desk_panel(request: HttpRequest, panels: list[Component]) -> None:
    panel.customize_home_panels(request, panels)


# Runs after Wagtail's own hooks.
@hooks.register("construct_homepage_summary_items", order=100)
def desk_summary(request: HttpRequest, items: list[SummaryItem]) -> None:
    panel.clear_summary_items(items)
