"""Registers the review with Wagtail's admin, one line for each registration; the rooms of the app do the work."""

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path
from django.utils.html import format_html_join
from django.views import View
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from blog.review.desk import panel
from blog.review.editor import action_menu, findings_views, messages, publish_confirmation
from blog.review.guests import approvals, share_views
from blog.review.people import user_viewsets
from blog.review.people import views as people
from blog.review.people.privileges import check_privileges
from blog.review.takedown import views as takedown
from blog.review.takedown.action import TAKEDOWN_LOG_ACTION, TakedownLogFormatter
from blog.review.workflow.assignment import ASSIGNMENT_LOG_ACTION, AssignmentLogFormatter
from blog.review.workflow.notification_settings import ReviewNotificationsPanel
from blog.review.workflow.numbers import numbers_of_reviews


@hooks.register("post_editor_views")
def workflow_action_view() -> dict[str, type[View]]:
    return {"workflow_action_view_class": messages.ReviewActionView}


hooks.register("before_create_page", publish_confirmation.confirm_new_post)
hooks.register("before_edit_page", messages.detect_stale_action)
hooks.register("before_edit_page", publish_confirmation.confirm_existing_post)
hooks.register("before_publish_page", messages.block_unapproved_publishing)
hooks.register("after_publish_page", messages.respond_after_publish)
for after_saving in ("after_create_page", "after_edit_page"):
    # The first response is the answer.
    hooks.register(after_saving, messages.respond_to_gate_findings)
    hooks.register(after_saving, messages.respond_after_review_action)
hooks.register("construct_page_action_menu", action_menu.customize_action_menu)
hooks.register("register_page_header_buttons", share_views.share_buttons)
hooks.register("register_page_header_buttons", takedown.takedown_buttons)

hooks.register("numbers_of_publishing", numbers_of_reviews)
hooks.register("before_delete_user", user_viewsets.check_user_deletion)
hooks.register("before_bulk_action", user_viewsets.check_bulk_action)
hooks.register("register_user_listing_buttons", people.user_buttons)
hooks.register("register_settings_menu_item", lambda: people.menu_item)
hooks.register("register_account_settings_panel", ReviewNotificationsPanel)

hooks.register("construct_homepage_panels", panel.customize_home_panels)
# Runs after Wagtail's own hooks.
hooks.register("construct_homepage_summary_items", panel.clear_summary_items, order=100)


@hooks.register("before_edit_user")
def check_privileges_over_user(request: HttpRequest, user: User) -> None:
    check_privileges(request.user, user)


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern | URLResolver]:
    people_urls = path("people/", include((people.urlpatterns, "people")))
    return [*findings_views.urlpatterns, *share_views.urlpatterns, *takedown.urlpatterns, people_urls]


@hooks.register("register_log_actions")
def register_log_formatters(actions: LogActionRegistry) -> None:
    actions.register_action(ASSIGNMENT_LOG_ACTION)(AssignmentLogFormatter)
    actions.register_action(TAKEDOWN_LOG_ACTION)(TakedownLogFormatter)
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
