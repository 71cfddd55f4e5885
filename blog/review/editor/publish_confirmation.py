"""The dialog before a post is published or submitted, which shows what would happen with the values in the form.

The form is sent to its own address with the field ``last-look`` beside the button that was pressed. Nothing is stored.
The value of the button says whether the dialog was confirmed. Without it the button only saves the draft.
"""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.blocks.base import get_error_json_data
from wagtail.models import Page, Workflow

from blog.history.changes import ChangeForm, propose_kind
from blog.history.content import content_of
from blog.history.diff import compare
from blog.models import BlogIndexPage, PostPage
from blog.pages.post_forms import PostForm
from blog.review.approval.requirements import ApprovalRequirement, requirement_to_publish, requirement_to_submit
from blog.review.approval.second_approver import requires_second_approver
from blog.review.workflow.quality_gate import EvaluatedFinding, evaluate
from blog.settings.timezones import zone_of_page

CONFIRMATION_FIELD = "last-look"
# The time zone of the browser.
TIME_ZONE_FIELD = "last-look-zone"
PUBLISH_BUTTON, SUBMIT_BUTTON = CONFIRMED_BUTTONS = "action-publish", "action-submit"
# The value of these buttons until the dialog is confirmed.
UNCONFIRMED_VALUE = "unconfirmed"


@dataclass(frozen=True)
class LocalTime:
    at: datetime
    zone: tzinfo

    @property
    def day(self) -> str:
        return formats.date_format(self.local, "DATE_FORMAT")

    @property
    def hour(self) -> str:
        return formats.date_format(self.local, "TIME_FORMAT")

    @property
    def local(self) -> datetime:
        return self.at.astimezone(self.zone)

    @property
    def zone_name(self) -> str:
        return str(self.zone).replace("_", " ")


@dataclass(frozen=True)
class PublishConfirmation:
    """``post`` has the values of the form. ``live`` is the stored post if it is live.

    ``goes_live`` is empty if nothing is scheduled. ``displayed_date`` is the date that readers will see. Blocking
    findings stop a submission to a workflow with a quality gate, and a form with errors. ``change`` asks what kind of
    change this is to a live post; a description that was approved with the text is only shown.
    """

    post: PostPage
    live: PostPage | None
    is_submission: bool
    address: str
    authors: list[str]
    goes_live: list[LocalTime]
    displayed_date: LocalTime
    findings: list[EvaluatedFinding]
    can_block: bool
    requirement: ApprovalRequirement
    change: ChangeForm | None = None

    @property
    def is_blocked(self) -> bool:
        return self.can_block and any(one.blocks for one in self.findings)

    @property
    def ends_review(self) -> bool:
        return not self.is_submission and bool(self.post.pk and self.post.workflow_in_progress)


def confirmation_response(request: HttpRequest, post: PostPage, parent: BlogIndexPage) -> HttpResponse | None:
    """The dialog, if the request asks for it. It lists the errors of an invalid form."""
    if request.method != "POST":
        return None
    if CONFIRMATION_FIELD not in request.POST:
        drop_unconfirmed_actions(request)
        return describe_change(request, post)
    form = bound_form(request, post, parent)
    refused = None if form.is_valid() else form
    if refused:
        form = bound_form(request, post, parent)
        form.defer_required_fields()
    if form.is_valid():
        confirmation = build_confirmation(form.save(commit=False), parent, request, is_complete=not refused)
        if confirmation.is_blocked or not refused:
            return render(request, "blog_review/last_look.html", {"confirmation": confirmation})
    in_body = [get_error_json_data(error) for error in refused.errors.as_data().get("body", ())]
    return render(request, "blog_review/last_look_errors.html", {"form": refused, "in_body": in_body})


def drop_unconfirmed_actions(request: HttpRequest) -> None:
    """Removes from the request a button that was pressed without the script of the dialog."""
    if any(request.POST.get(name) == UNCONFIRMED_VALUE for name in CONFIRMED_BUTTONS):
        words = _("Saved as a draft, because this page could not ask you to confirm. Reload the page, then try again.")
        drop_actions(request, words)


def drop_actions(request: HttpRequest, words: str) -> None:
    request.POST = request.POST.copy()
    for name in CONFIRMED_BUTTONS:
        request.POST.pop(name, None)
    messages.warning(request, words)


def describe_change(request: HttpRequest, post: PostPage) -> None:
    """Sets the description of the change that the dialog sent with a confirmed button, on the draft to be saved."""
    if not any(name in request.POST for name in CONFIRMED_BUTTONS) or not ChangeForm.is_sent(request.POST):
        return
    form = ChangeForm(request.POST)
    if form.is_valid():
        post.change = form.described
    else:
        words = _("Saved as a draft. Say what was wrong in the published text and what is right, then try again.")
        drop_actions(request, words)


def bound_form(request: HttpRequest, post: PostPage, parent: BlogIndexPage) -> PostForm:
    form_class = PostPage.get_edit_handler().get_form_class()
    return form_class(request.POST, request.FILES, instance=post, parent_page=parent, for_user=request.user)


def build_confirmation(
    post: PostPage, parent: BlogIndexPage, request: HttpRequest, *, is_complete: bool
) -> PublishConfirmation:
    is_submission = request.POST[CONFIRMATION_FIELD] == SUBMIT_BUTTON
    zone = zone_of_page(parent)
    decide = requirement_to_submit if is_submission else requirement_to_publish
    is_later = post.go_live_at is not None and post.go_live_at > timezone.now()
    live = PostPage.objects.filter(pk=post.pk, live=True).first() if post.pk else None
    return PublishConfirmation(
        post=post,
        live=live,
        change=change_form(live, post, is_submission=is_submission) if live else None,
        is_submission=is_submission,
        authors=[row.author.name for row in post.post_authors.all()],
        address=f"{parent.full_url or parent.url or '/'}{post.slug}/",
        goes_live=in_both_zones(post.go_live_at, zone, request.POST.get(TIME_ZONE_FIELD, "")) if is_later else [],
        displayed_date=LocalTime(date_for_readers(post, is_later=is_later), zone),
        findings=evaluate(post),
        can_block=not is_complete or (is_submission and has_gate((post if post.pk else parent).get_workflow())),
        requirement=decide(post, request.user),
    )


def change_form(live: PostPage, post: PostPage, *, is_submission: bool) -> ChangeForm | None:
    """None if readers will see no difference."""
    proposed = propose_kind(compare(content_of(live), content_of(post)))
    # Another description would need another approval.
    is_fixed = not is_submission and requires_second_approver()
    if proposed is None or (is_fixed and not post.change):
        return None
    form = ChangeForm(initial=post.change or {"kind": proposed})
    form.is_fixed = is_fixed
    return form


def in_both_zones(moment: datetime, blog_zone: ZoneInfo, browser_zone: str) -> list[LocalTime]:
    """In the zone of the blog, and in ``browser_zone`` if its clock shows another time."""
    first = LocalTime(moment, blog_zone)
    try:
        second = LocalTime(moment, ZoneInfo(browser_zone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return [first]
    return [first] if first.local.utcoffset() == second.local.utcoffset() else [first, second]


def date_for_readers(post: PostPage, *, is_later: bool) -> datetime:
    return post.first_public_at or (post.go_live_at if is_later else timezone.now())


def has_gate(workflow: Workflow | None) -> bool:
    return workflow is not None and workflow.tasks.filter(qualitygate__isnull=False).exists()


def confirm_new_post(request: HttpRequest, parent: Page, page_class: type[Page]) -> HttpResponse | None:
    if page_class is not PostPage or not isinstance(parent, BlogIndexPage):
        return None
    return confirmation_response(request, PostPage(owner=request.user, locale=parent.locale), parent)


def confirm_existing_post(request: HttpRequest, page: Page) -> HttpResponse | None:
    if not isinstance(page, PostPage):
        return None
    return confirmation_response(request, page, page.get_parent().specific)
