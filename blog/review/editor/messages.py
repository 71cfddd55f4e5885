"""Messages after a post was published, scheduled, submitted or reviewed, instead of Wagtail's own."""

from collections.abc import Callable

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.models import Page, WorkflowState

from blog.history.content import content_of
from blog.models import PostPage, VersionedPageMixin
from blog.page_tree import restrictions_on
from blog.review.approval.guard import may_go_live
from blog.review.approval.requirements import eligible_approvers
from blog.review.approval.second_approver import requires_second_approver
from blog.review.editor.publish_confirmation import SUBMIT_BUTTON
from blog.review.exceptions import NotApproved, editor_url
from blog.review.workflow import tasks
from blog.settings.timezones import format_in_zone, zone_of_page

# Wagtail's name of the button of a workflow action.
REVIEW_ACTION_BUTTON = "action-workflow-action"
SUBMIT_BUTTONS = frozenset(("action-submit", "action-restart-workflow"))


def detect_stale_action(request: HttpRequest, page: Page) -> None:
    """Called before a form is saved. Notes whether its workflow action still exists; if not, Wagtail only saves."""
    if isinstance(page, PostPage) and REVIEW_ACTION_BUTTON in request.POST:
        step = page.current_workflow_task
        actions = step.get_actions(page, request.user) if step else []
        request.is_stale_action = request.POST.get("workflow-action-name") not in {name for name, *_words in actions}


def respond_after_publish(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Redirects to the editor, with a message that links to the live post."""
    if not isinstance(page, PostPage):
        return None
    return redirect_with_message(request, page, outcome_message(page))


def respond_after_review_action(request: HttpRequest, page: Page) -> HttpResponse | None:
    if not isinstance(page, PostPage):
        return None
    stored = PostPage.objects.get(pk=page.pk)
    if SUBMIT_BUTTON in request.POST and stored.workflow_in_progress:
        return redirect_with_message(request, stored, submission_message(stored, request))
    if REVIEW_ACTION_BUTTON in request.POST:
        add_message = messages.warning if is_stale(request) else messages.success
        return redirect_with_message(request, stored, review_message(stored, request), add_message=add_message)
    return None


def block_unapproved_publishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuses to publish or schedule, with the text saved as a draft. None if it may go on."""
    if not isinstance(page, VersionedPageMixin) or not requires_second_approver():
        return None
    if may_go_live(page, content_of(page.get_latest_revision_as_object()), user=request.user):
        return None
    refused = NotApproved(page)
    messages.error(request, refused.messages[0])
    return redirect(refused.redirect_url)


def respond_to_gate_findings(request: HttpRequest, page: Page) -> HttpResponse | None:
    """After a submission that was returned by the quality gate: shows the findings instead of Wagtail's message."""
    if not isinstance(page, PostPage) or not SUBMIT_BUTTONS.intersection(request.POST):
        return None
    review = WorkflowState.objects.for_instance(page).order_by("-created_at").first()
    if review is None or review.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return None
    # Reading the messages removes them.
    list(get_messages(request))
    found = format_html_join("", "<li>{}</li>", ((line,) for line in review.current_task_state.comment.splitlines()))
    words = _("Saved, but not submitted for review. Correct this first:")
    messages.warning(request, format_html("{}<ul>{}</ul>", words, found))
    return redirect(editor_url(page))


def is_stale(request: HttpRequest) -> bool:
    # A new post has no review.
    return getattr(request, "is_stale_action", True)


def review_message(post: PostPage, request: HttpRequest) -> str:
    if is_stale(request):
        words = _(
            "“%(title)s” was saved, but the review was not changed. It has ended or changed in the "
            "meantime, or is not yours."
        )
        return words % {"title": post.title}
    return action_message(post, request.POST["workflow-action-name"])


def action_message(post: PostPage, action: str) -> str:
    match action:
        case tasks.APPROVE_ACTION:
            return outcome_message(post)
        case tasks.ASSIGN_ACTION:
            to = get_user_display_name(post.current_workflow_task_state.handed_over.to)
            return _("You handed over the review to %(name)s.") % {"name": to}
        case _:
            return _("You requested changes to “%(title)s”.") % {"title": post.title}


class ReviewActionView(WorkflowActionView):
    """A workflow action outside the editor, for example on the desk."""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = super().post(request, *args, **kwargs)
        if self.form_class(request.POST).is_valid():
            post = PostPage.objects.filter(pk=self.object.pk).first()
            messages.success(request, action_message(post, self.action_name) if post else _("Your decision is stored."))
        return response


def redirect_with_message(
    request: HttpRequest,
    post: PostPage,
    words: str,
    *,
    add_message: Callable[[HttpRequest, str], None] = messages.success,
) -> HttpResponse:
    # Reading the messages removes Wagtail's own.
    list(get_messages(request))
    add_message(request, words)
    return redirect("wagtailadmin_pages:edit", post.pk)


def outcome_message(post: PostPage) -> str:
    scheduled = post.get_scheduled_revision_as_object()
    if scheduled and scheduled.go_live_at and scheduled.go_live_at > timezone.now():
        return schedule_message(scheduled)
    if not post.live:
        return _("“%(title)s” was approved and moved to the next step.") % {"title": post.title}
    context = {"post": post, "address": post.full_url or "", "places": places_listing(post)}
    return render_to_string("blog_review/went_live.html", context)


def schedule_message(post: PostPage) -> str:
    moment = format_in_zone(post.go_live_at, zone_of_page(post))
    return _("“%(title)s” is scheduled for %(moment)s.") % {"title": post.title, "moment": moment}


def submission_message(post: PostPage, request: HttpRequest) -> str:
    count = eligible_approvers(post, request.user).count()
    asked = ngettext("%(count)s person was notified.", "%(count)s people were notified.", count) % {"count": count}
    return _("“%(title)s” was submitted for review. %(asked)s") % {"title": post.title, "asked": asked}


def places_listing(post: PostPage) -> list[str]:
    """The lists that contain the post; none in a section that is not public."""
    if restrictions_on(post.path).exists():
        return []
    blog = post.get_parent()
    places = [_("blog “%(name)s”") % {"name": blog.title}, _("feed")]
    if post.topic:
        places.append(_("topic “%(name)s”") % {"name": post.topic.name})
    if post.series:
        places.append(_("series “%(name)s”") % {"name": post.series.title})
    return places
