"""The guard's answers in the editor, before it has to refuse a save."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.models import Page

from blog.history.content import content_of
from blog.models import PostPage
from blog.review.four_eyes import four_eyes_are_on
from blog.review.guard import may_go_live
from blog.review.refusals import NotApproved

PUBLISH = "action-publish"


def refuse_publishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Says no to publishing and to scheduling, with the text saved as a draft; None lets it go on."""
    if not isinstance(page, PostPage) or may_go_live(page, content_of(page.get_latest_revision_as_object())):
        return None
    refused = NotApproved(page)
    messages.error(request, refused.messages[0])
    return redirect(refused.address)


def keep_buttons_that_work(items: list[ActionMenuItem], request: HttpRequest, context: dict) -> None:
    """No button to publish where the guard would say no."""
    if not four_eyes_are_on():
        return
    post = context.get("page")
    model = request.resolver_match.kwargs.get("content_type_model_name")
    if model == PostPage._meta.model_name or (isinstance(post, PostPage) and not may_go_live(post, content_of(post))):
        items[:] = [item for item in items if item.name != PUBLISH]
