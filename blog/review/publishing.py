"""The guard's answers in the editor, before it has to refuse a save."""

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page, WorkflowState

from blog.history.content import content_of
from blog.models import PostPage
from blog.review.four_eyes import four_eyes_are_on
from blog.review.guard import may_go_live
from blog.review.refusals import NotApproved, editor_of

SUBMITTING = frozenset(("action-submit", "action-restart-workflow"))


def refuse_publishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Says no to publishing and to scheduling, with the text saved as a draft; None lets it go on."""
    if not isinstance(page, PostPage) or not four_eyes_are_on():
        return None
    if may_go_live(page, content_of(page.get_latest_revision_as_object())):
        return None
    refused = NotApproved(page)
    messages.error(request, refused.messages[0])
    return redirect(refused.address)


def say_what_the_gate_found(request: HttpRequest, page: Page) -> HttpResponse | None:
    """After a submission that came straight back: what was found, instead of Wagtail's word that it is submitted."""
    if not isinstance(page, PostPage) or not SUBMITTING.intersection(request.POST):
        return None
    review = WorkflowState.objects.for_instance(page).order_by("-created_at").first()
    if review is None or review.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return None
    # Reading them takes them away.
    list(get_messages(request))
    found = format_html_join("", "<li>{}</li>", ((line,) for line in review.current_task_state.comment.splitlines()))
    words = _("Saved, but not in review yet. This has to be put right first:")
    messages.warning(request, format_html("{}<ul>{}</ul>", words, found))
    return redirect(editor_of(page))
