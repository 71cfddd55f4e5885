"""What a person sees before they publish or submit a post: what would happen with what stands in the form.

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

from blog.models import BlogIndexPage, PostPage
from blog.pages.post_forms import PostForm
from blog.review.approval.requirements import Decision, decision_on_publishing, decision_on_submitting
from blog.review.workflow.quality_gate import Judged, judged
from blog.settings.timezones import zone_of

ASKING = "last-look"
# In which the browser names the zone of the person.
ZONE = "last-look-zone"
PUBLISH, SUBMIT = "action-publish", "action-submit"
# The value of these buttons until the dialog is confirmed.
UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True)
class Moment:
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
class LastLook:
    """``post`` is as the form says, ``live`` what readers see now, if they see anything.

    ``goes_live`` is empty where nothing is scheduled; ``dated`` is the date that readers will be shown. What blocks
    among ``found`` stops a submission that meets the gate, and whatever the form would not take.
    """

    post: PostPage
    live: PostPage | None
    is_submission: bool
    address: str
    authors: list[str]
    goes_live: list[Moment]
    dated: Moment
    found: list[Judged]
    may_stop: bool
    decision: Decision

    @property
    def is_stopped(self) -> bool:
        return self.may_stop and any(one.blocks for one in self.found)

    @property
    def ends_review(self) -> bool:
        return not self.is_submission and bool(self.post.pk and self.post.workflow_in_progress)


def answer(request: HttpRequest, post: PostPage, parent: BlogIndexPage) -> HttpResponse | None:
    """The dialog, where it is asked for; without a way on where the form has errors."""
    if request.method != "POST":
        return None
    if ASKING not in request.POST:
        return only_save_unless_confirmed(request)
    form = bound_form(request, post, parent)
    refused = None if form.is_valid() else form
    if refused:
        form = bound_form(request, post, parent)
        form.defer_required_fields()
    if form.is_valid():
        look = last_look(form.save(commit=False), parent, request, is_complete=not refused)
        if look.is_stopped or not refused:
            return render(request, "blog_review/last_look.html", {"look": look})
    in_body = [get_error_json_data(error) for error in refused.errors.as_data().get("body", ())]
    return render(request, "blog_review/last_look_errors.html", {"form": refused, "in_body": in_body})


def only_save_unless_confirmed(request: HttpRequest) -> None:
    """Takes out of the request a button that was pressed where the script of the dialog did not run."""
    pressed = [name for name in (PUBLISH, SUBMIT) if request.POST.get(name) == UNCONFIRMED]
    if pressed:
        request.POST = request.POST.copy()
        for name in pressed:
            del request.POST[name]
        words = _("Saved as a draft, no more: this page could not ask you to confirm. Load it again, then try again.")
        messages.warning(request, words)


def bound_form(request: HttpRequest, post: PostPage, parent: BlogIndexPage) -> PostForm:
    form_class = PostPage.get_edit_handler().get_form_class()
    return form_class(request.POST, request.FILES, instance=post, parent_page=parent, for_user=request.user)


def last_look(post: PostPage, parent: BlogIndexPage, request: HttpRequest, *, is_complete: bool) -> LastLook:
    is_submission = request.POST[ASKING] == SUBMIT
    zone = zone_of(parent)
    decide = decision_on_submitting if is_submission else decision_on_publishing
    is_later = post.go_live_at is not None and post.go_live_at > timezone.now()
    return LastLook(
        post=post,
        live=PostPage.objects.filter(pk=post.pk, live=True).first() if post.pk else None,
        is_submission=is_submission,
        authors=[row.author.name for row in post.post_authors.all()],
        address=f"{parent.full_url or parent.url or '/'}{post.slug}/",
        goes_live=said_in(post.go_live_at, zone, request.POST.get(ZONE, "")) if is_later else [],
        dated=Moment(shown_date(post, is_later=is_later), zone),
        found=judged(post),
        may_stop=not is_complete or (is_submission and has_gate((post if post.pk else parent).get_workflow())),
        decision=decide(post, request.user),
    )


def said_in(moment: datetime, blogs: ZoneInfo, own: str) -> list[Moment]:
    """In the zone of the blog, and in ``own``, which a browser named, where its clock shows something else."""
    first = Moment(moment, blogs)
    try:
        second = Moment(moment, ZoneInfo(own))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return [first]
    return [first] if first.local.utcoffset() == second.local.utcoffset() else [first, second]


def shown_date(post: PostPage, *, is_later: bool) -> datetime:
    return post.first_public_at or (post.go_live_at if is_later else timezone.now())


def has_gate(workflow: Workflow | None) -> bool:
    return workflow is not None and workflow.tasks.filter(qualitygate__isnull=False).exists()


def answer_for_new(request: HttpRequest, parent: Page, page_class: type[Page]) -> HttpResponse | None:
    if page_class is not PostPage or not isinstance(parent, BlogIndexPage):
        return None
    return answer(request, PostPage(owner=request.user, locale=parent.locale), parent)


def answer_for_stored(request: HttpRequest, page: Page) -> HttpResponse | None:
    if not isinstance(page, PostPage):
        return None
    return answer(request, page, page.get_parent().specific)
