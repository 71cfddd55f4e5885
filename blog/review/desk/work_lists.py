"""The lists of the desk: drafts, requested changes, reviews, findings, and posts that were not changed for long.

Each function starts from a short list that an index gives, never from all posts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from wagtail.models import Page, WorkflowState

from blog.admin.permission_policies import OutsideTrashPolicy
from blog.models import PublicPost
from blog.pages.states import label_of
from blog.review.approval.models import DraftWriter
from blog.review.approval.second_approver import may_approve, sites_requiring_second_approver
from blog.review.desk.guest_reviews import GuestReviewLine, lines_of, links_of
from blog.review.findings.models import DraftCheck
from blog.review.link_checker.findings import DeadLinks, dead_links_in_public_posts
from blog.review.workflow.models import HandOver
from blog.review.workflow.tasks import PostReview

MAX_DESK_ROWS = 8
# The newest drafts of a user, and the oldest reviews, that are considered.
MAX_DESK_CANDIDATES = 200
# Live posts are listed if they were not changed for this time.
STALE_AFTER = timedelta(days=365)


@dataclass(frozen=True)
class OwnDrafts:
    """Pages with unpublished changes of a user, newest first, and separately those that were returned."""

    unpublished: list[Page]
    returned: list[Page]


def editable_pages(user: User) -> QuerySet[Page]:
    return OutsideTrashPolicy(Page).instances_user_has_any_permission_for(user, {"change"})


@dataclass(frozen=True)
class WorkLists:
    waiting: list["WaitingReview"]
    own_drafts: OwnDrafts
    needs_attention: "NeedsAttention"
    guest_reviews: list[GuestReviewLine]


def work_lists_for(user: User) -> WorkLists:
    """All lists of the desk. One query finds which posts the user may change."""
    reviews, own, links = reviews_for(user), unfinished_posts(user), links_of(user)
    lists = (checks_with_findings(), dead_links_in_public_posts(MAX_DESK_CANDIDATES), stale_posts(user))
    ids = {*reviews, *own, *(row.post_id for rows in (*lists, links) for row in rows)}
    # With this as a condition of the rows, a database would list every page.
    allowed = set(editable_pages(user).filter(pk__in=ids).values_list("pk", flat=True)) if ids else ids
    shown = allowed & {*reviews, *own, *(link.post_id for link in links)}
    pages = {page.pk: page for page in with_states(Page.objects.filter(pk__in=shown), user)}
    return WorkLists(
        waiting=waiting_for(user, reviews, pages),
        own_drafts=split_drafts(pages[pk] for pk in own if pk in pages),
        needs_attention=NeedsAttention(
            *([row for row in rows if row.post_id in allowed][:MAX_DESK_ROWS] for rows in lists)
        ),
        guest_reviews=lines_of(links, pages)[:MAX_DESK_ROWS],
    )


def split_drafts(pages: Iterable[Page]) -> OwnDrafts:
    newest_first = sorted(pages, key=lambda page: page.latest_revision_created_at or page.pk, reverse=True)
    returned = [page for page in newest_first if is_returned(page)]
    unpublished = [page for page in newest_first if page not in returned and not page.approved_schedule]
    return OwnDrafts(unpublished, returned)


def unfinished_posts(user: User) -> list[int]:
    """Posts with unpublished changes of the user, posts taken over from an inactive user, and posts that were
    submitted by the user and returned."""
    rows = DraftWriter.objects.values_list("page", "revision")
    reviews = of_pages(WorkflowState.objects.filter(requested_by=user, status=WorkflowState.STATUS_NEEDS_CHANGES))
    sent_back = reviews.annotate(post=Cast("object_id", BigIntegerField()), revision=F("current_task_state__revision"))
    # A union, because PostgreSQL reads every page for a query with "or".
    whole = rows.filter(user=user).union(
        rows.filter(user__is_active=False, page__owner=user), sent_back.values_list("post", "revision")
    )
    return [post for post, _revision in whole.order_by("-revision")[:MAX_DESK_CANDIDATES]]


def with_states(pages: QuerySet[Page], user: User) -> list[Page]:
    """The pages with what their labels and reviews need, in one more query. ``needs_others`` if the user wrote a
    part of the page and so may not approve it."""
    reviews = WorkflowState.objects.active().select_related("current_task_state__finished_by")
    states = Prefetch("_workflow_states", queryset=reviews, to_attr="_current_workflow_states")
    written = DraftWriter.objects.filter(user=user, page=OuterRef("pk"))
    marked = pages.annotate(needs_others=Q(Exists(sites_requiring_second_approver()), Exists(written)))
    found = list(marked.annotate_approved_schedule().prefetch_related(states))
    for page in found:
        page.label = label_of(page)
    return found


def is_returned(page: Page) -> bool:
    review = page.current_workflow_state
    return review is not None and review.status == WorkflowState.STATUS_NEEDS_CHANGES


@dataclass(frozen=True)
class WaitingReview:
    """A page and its review. ``handed_over`` is None if it is not assigned."""

    page: Page
    review: WorkflowState
    handed_over: HandOver | None
    is_asked_by_name: bool


def reviews_for(user: User) -> dict[int, WorkflowState]:
    """The reviews that the user may decide, by page id, oldest first."""
    if not may_approve(user):
        return {}
    reviews = of_pages(WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS, **reviewed_by(user)))
    handed = ("current_task_state__handed_over__to", "current_task_state__handed_over__by")
    oldest = reviews.select_related("requested_by", *handed).order_by("current_task_state__started_at")
    return {int(review.object_id): review for review in oldest[:MAX_DESK_CANDIDATES]}


def waiting_for(user: User, reviews: dict[int, WorkflowState], pages: dict[int, Page]) -> list[WaitingReview]:
    """The pages that the user may approve now: assigned ones first, then the oldest."""
    found = [
        waiting_review(pages[pk], review, user)
        for pk, review in reviews.items()
        if pk in pages and not pages[pk].needs_others
    ]
    return sorted(found, key=lambda one: not one.is_asked_by_name)


def waiting_review(page: Page, review: WorkflowState, user: User) -> WaitingReview:
    handed = getattr(review.current_task_state, "handed_over", None)
    if handed is not None and not handed.to.is_active:
        handed = None
    return WaitingReview(page, review, handed, is_asked_by_name=handed is not None and handed.to_id == user.pk)


def reviewed_by(user: User) -> dict[str, object]:
    steps = PostReview.objects.filter(active=True)
    if not user.is_superuser:
        steps = steps.filter(groups__in=user.groups.all())
    return {"current_task_state__task__in": steps.values("pk")}


def of_pages(reviews: QuerySet[WorkflowState]) -> QuerySet[WorkflowState]:
    return reviews.filter(base_content_type=ContentType.objects.get_for_model(Page))


@dataclass(frozen=True)
class NeedsAttention:
    """Posts with blocking findings, live posts with dead links, and stale posts."""

    found: list[DraftCheck]
    dead: list[DeadLinks]
    stale: list[PublicPost]


def checks_with_findings() -> list[DraftCheck]:
    """The newest checks with blocking findings."""
    checks = (
        DraftCheck.objects.filter(blocks=True, checked_at__lte=timezone.now())
        .select_related("post")
        .defer("post__body")
    )
    return list(checks.order_by("-checked_at")[:MAX_DESK_CANDIDATES])


def stale_posts(user: User) -> list[PublicPost]:
    """Live posts that were not changed for a year, oldest first, for users who may publish."""
    if not OutsideTrashPolicy(Page).user_has_permission(user, "publish"):
        return []
    before = timezone.now() - STALE_AFTER
    changed_at = Coalesce("updated_at", "published_at")
    # The first condition is implied by the second, but lets an index find the oldest.
    old = PublicPost.objects.readable().filter(published_at__lt=before).annotate(changed_at=changed_at)
    return list(old.filter(changed_at__lt=before).order_by("published_at", "post_id")[:MAX_DESK_CANDIDATES])
