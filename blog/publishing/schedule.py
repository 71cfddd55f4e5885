"""Publishes and unpublishes scheduled pages exactly once, and records the results."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from wagtail.models import Page, Revision

from blog.pages.publication import lock_page
from blog.scheduling.models import LATE_AFTER, ScheduledPublication

# Actions in the page log.
PUBLISHED = "wagtail.publish.scheduled"
WITHDRAWN = "wagtail.unpublish.scheduled"


def due_revisions(now: datetime | None = None) -> QuerySet[Revision]:
    moment = now or timezone.now()
    return Revision.page_revisions.filter(approved_go_live_at__lte=moment).order_by("approved_go_live_at")


def scheduled_revisions(pages: Iterable[int]) -> QuerySet[Revision]:
    """The scheduled revisions of these pages, without their content."""
    plans = Revision.page_revisions.filter(object_id__in=[str(pk) for pk in pages], approved_go_live_at__isnull=False)
    return plans.defer("content")


@transaction.atomic
def publish_scheduled(revision: Revision) -> bool:
    """Publishes a due revision. Returns False if another user or worker has already done so.

    The row of the page is locked, so that of two concurrent calls the second finds nothing to do.
    """
    lock_page(int(revision.object_id))
    claimed = due_revisions().filter(pk=revision.pk).first()
    if claimed is None:
        return False
    planned_at = claimed.approved_go_live_at
    claimed.publish(log_action=PUBLISHED)
    if scheduled_revisions([claimed.object_id]).exists():
        # The content has a later go-live date than its schedule, and is now scheduled for that.
        return False
    _note(claimed, planned_at, published_at=timezone.now(), problem="")
    return True


def expired_pages() -> QuerySet[Page]:
    """Live pages that have expired."""
    return Page.objects.filter(live=True, expire_at__lt=timezone.now()).order_by("expire_at")


@transaction.atomic
def unpublish_expired(page: Page) -> None:
    """Unpublishes an expired page. Wagtail would clear all its schedules; that of a newer draft is preserved."""
    lock_page(page.pk)
    if page := expired_pages().filter(pk=page.pk).first():
        plans = dict(scheduled_revisions([page.pk]).values_list("pk", "approved_go_live_at"))
        page.unpublish(set_expired=True, log_action=WITHDRAWN)
        for revision, moment in plans.items():
            Revision.objects.filter(pk=revision).update(approved_go_live_at=moment)


def note_failure(revision: Revision, words: str) -> None:
    """Records why a revision could not go live. It stays scheduled and is tried again."""
    _note(revision, revision.approved_go_live_at, problem=words)


def _note(revision: Revision, planned_at: datetime, **outcome: object) -> None:
    plan = {"page_id": int(revision.object_id), "revision": revision.pk, "planned_at": planned_at}
    ScheduledPublication.objects.update_or_create(**plan, defaults=outcome)


def overdue_revisions() -> QuerySet[Revision]:
    """Revisions that should be live and are not, because no worker ran or publishing failed."""
    return due_revisions(timezone.now() - LATE_AFTER)


def failed_publications() -> QuerySet[ScheduledPublication]:
    """Publications that failed and are retried."""
    still_due = Revision.objects.filter(pk=OuterRef("revision"), approved_go_live_at=OuterRef("planned_at"))
    return ScheduledPublication.objects.filter(Exists(still_due), published_at=None)


def late_publications() -> QuerySet[ScheduledPublication]:
    """Publications that were late and have not been dismissed."""
    too_late = Q(published_at__gt=F("planned_at") + LATE_AFTER)
    return ScheduledPublication.objects.filter(too_late, dismissed_at=None).order_by("-published_at")


def dismiss(publication: ScheduledPublication) -> None:
    ScheduledPublication.objects.filter(pk=publication.pk, dismissed_at=None).update(dismissed_at=timezone.now())
