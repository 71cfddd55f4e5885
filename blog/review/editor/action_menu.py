"""The actions below the form of a post, with labels that say what happens."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.action_menu import (
    ActionMenuItem,
    CancelWorkflowMenuItem,
    PublishMenuItem,
    RestartWorkflowMenuItem,
    SubmitForModerationMenuItem,
)

from blog.history.content import content_of
from blog.models import PostPage
from blog.review.approval.guard import may_go_live
from blog.review.approval.second_approver import requires_second_approver


class SubmitForReview(SubmitForModerationMenuItem):
    template_name = "blog_review/submit_button.html"

    def get_context_data(self, parent_context: dict) -> dict:
        return {**super().get_context_data(parent_context), "label": _("Submit for review")}


class PublishNow(PublishMenuItem):
    """Shows the scheduled time, if there is one."""

    label = _("Publish now")
    template_name = "blog_review/publish_button.html"

    def get_context_data(self, parent_context: dict) -> dict:
        context = super().get_context_data(parent_context)
        page = context.get("page")
        return {**context, "label": _("Publish changes")} if page and page.live else context


class CancelReview(CancelWorkflowMenuItem):
    label = _("Take back from review")


MENU_ITEM_REPLACEMENTS = {
    SubmitForModerationMenuItem: SubmitForReview,
    PublishMenuItem: PublishNow,
    CancelWorkflowMenuItem: CancelReview,
}


def customize_action_menu(items: list[ActionMenuItem], request: HttpRequest, context: dict) -> None:
    """Replaces Wagtail's items, and removes publishing if the guard would refuse it."""
    if not is_about_a_post(request, context):
        return
    shown = without(RestartWorkflowMenuItem, items)
    if not may_publish_now(context.get("page")):
        shown = without(PublishMenuItem, shown)
    elif not requires_second_approver() and any(isinstance(item, PublishMenuItem) for item in shown):
        # A user who may publish without an approval needs no review.
        shown = without(SubmitForModerationMenuItem, shown)
    items[:] = [
        MENU_ITEM_REPLACEMENTS[type(item)](order=item.order) if type(item) in MENU_ITEM_REPLACEMENTS else item
        for item in shown
    ]


def without(kind: type[ActionMenuItem], items: list[ActionMenuItem]) -> list[ActionMenuItem]:
    return [item for item in items if not isinstance(item, kind)]


def is_about_a_post(request: HttpRequest, context: dict) -> bool:
    model = request.resolver_match.kwargs.get("content_type_model_name")
    return isinstance(context.get("page"), PostPage) or model == PostPage._meta.model_name


def may_publish_now(post: PostPage | None) -> bool:
    """``post`` is None if it is not saved yet."""
    return not requires_second_approver() or (post is not None and may_go_live(post, content_of(post)))
