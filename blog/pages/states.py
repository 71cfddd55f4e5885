"""The states of a post in the list of posts. Each post has exactly one."""

from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision, WorkflowState

if TYPE_CHECKING:
    from blog.pages.post import PostPage


class State(models.TextChoices):
    LIVE = "live", _("Live")
    LIVE_AND_DRAFT = "live-draft", _("Live, with unpublished changes")
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "review", _("In review")
    SCHEDULED = "scheduled", _("Scheduled")
    EXPIRED = "expired", _("Expired")


LIVE_STATE_LABELS = {State.IN_REVIEW: _("Live, changes in review"), State.SCHEDULED: _("Live, changes scheduled")}


def state_of(post: "PostPage") -> State:
    """The state of a post, without a query if the post list has prefetched its data."""
    if post.expired or (post.live and post.expire_at and post.expire_at <= timezone.now()):
        return State.EXPIRED
    if post.approved_schedule:
        return State.SCHEDULED
    if post.workflow_in_progress:
        return State.IN_REVIEW
    if post.live:
        return State.LIVE_AND_DRAFT if post.has_unpublished_changes else State.LIVE
    return State.DRAFT


def label_of(post: "PostPage") -> str | Promise:
    state = state_of(post)
    return LIVE_STATE_LABELS.get(state, state.label) if post.live else state.label


def posts_in(states: list[str]) -> Q:
    """Matches posts in one of these states, by the same rules as ``state_of``."""
    expired = Q(expired=True) | Q(live=True, expire_at__lte=timezone.now())
    scheduled = Q(pk__in=_scheduled()) & ~expired
    in_review = Q(pk__in=_in_review()) & ~expired & ~Q(pk__in=_scheduled())
    plain = ~expired & ~Q(pk__in=_scheduled()) & ~Q(pk__in=_in_review())
    conditions = {
        State.LIVE: plain & Q(live=True, has_unpublished_changes=False),
        State.LIVE_AND_DRAFT: plain & Q(live=True, has_unpublished_changes=True),
        State.DRAFT: plain & Q(live=False),
        State.IN_REVIEW: in_review,
        State.SCHEDULED: scheduled,
        State.EXPIRED: expired,
    }
    chosen = Q(pk__in=[])
    for state in states:
        chosen |= conditions[State(state)]
    return chosen


def _scheduled() -> models.QuerySet:
    return _page_ids(Revision.page_revisions.filter(approved_go_live_at__isnull=False))


def _in_review() -> models.QuerySet:
    pages = ContentType.objects.get_for_model(Page)
    active = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS, base_content_type=pages)
    return _page_ids(active)


def _page_ids(rows: models.QuerySet) -> models.QuerySet:
    # Wagtail stores generic object ids as text.
    return rows.order_by().annotate(number=Cast("object_id", models.BigIntegerField())).values("number")


class StateLabelMixin:
    @property
    def status_string(self) -> str:
        """The label of the state, also where Wagtail shows the status of a page."""
        return str(label_of(self))
