"""Carries out what is scheduled, once, and keeps what became of it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from wagtail.models import Page, Revision

from blog.pages.publication import lock_page
from blog.scheduling.models import LATE_AFTER, ScheduledPublication

# As the log of a page names them.
PUBLISHED = "wagtail.publish.scheduled"
WITHDRAWN = "wagtail.unpublish.scheduled"


def due_revisions(now: datetime | None = None) -> QuerySet[Revision]:
    moment = now or timezone.now()
    return Revision.page_revisions.filter(approved_go_live_at__lte=moment).order_by("approved_go_live_at")


def scheduled_revisions(pages: Iterable[int]) -> QuerySet[Revision]:
    """The plans of these pages, without the text that they are for."""
    plans = Revision.page_revisions.filter(object_id__in=[str(pk) for pk in pages], approved_go_live_at__isnull=False)
    return plans.defer("content")


@transaction.atomic
def publish_scheduled(revision: Revision) -> bool:
    """Publishes what is due; False where somebody, or another worker, was faster.

    The page's row is held, so that of two who come at once the second finds nothing left to do.
    """
    lock_page(int(revision.object_id))
    claimed = due_revisions().filter(pk=revision.pk).first()
    if claimed is None:
        return False
    planned_at = claimed.approved_go_live_at
    claimed.publish(log_action=PUBLISHED)
    if scheduled_revisions([claimed.object_id]).exists():
        # The text names a later moment than its plan did, and now waits for that.
        return False
    _note(claimed, planned_at, published_at=timezone.now(), problem="")
    return True


def expired_pages() -> QuerySet[Page]:
    """What readers see though its time is over."""
    return Page.objects.filter(live=True, expire_at__lt=timezone.now()).order_by("expire_at")


@transaction.atomic
def unpublish_expired(page: Page) -> None:
    """Takes what is over off the site. Wagtail forgets every plan of it as well; a newer text keeps its own."""
    lock_page(page.pk)
    if page := expired_pages().filter(pk=page.pk).first():
        plans = dict(scheduled_revisions([page.pk]).values_list("pk", "approved_go_live_at"))
        page.unpublish(set_expired=True, log_action=WITHDRAWN)
        for revision, moment in plans.items():
            Revision.objects.filter(pk=revision).update(approved_go_live_at=moment)


def note_failure(revision: Revision, words: str) -> None:
    """Keeps why it could not go live. It stays scheduled and is tried again."""
    _note(revision, revision.approved_go_live_at, problem=words)


def _note(revision: Revision, planned_at: datetime, **outcome: object) -> None:
    plan = {"page_id": int(revision.object_id), "revision": revision.pk, "planned_at": planned_at}
    ScheduledPublication.objects.update_or_create(**plan, defaults=outcome)


def overdue_revisions() -> QuerySet[Revision]:
    """What should have gone live and has not, because no worker came or it failed."""
    return due_revisions(timezone.now() - LATE_AFTER)


def failed_publications() -> QuerySet[ScheduledPublication]:
    """What could not go live and is tried again and again."""
    still_due = Revision.objects.filter(pk=OuterRef("revision"), approved_go_live_at=OuterRef("planned_at"))
    return ScheduledPublication.objects.filter(Exists(still_due), published_at=None)


def late_publications() -> QuerySet[ScheduledPublication]:
    """What went live too late, until somebody has read so."""
    too_late = Q(published_at__gt=F("planned_at") + LATE_AFTER)
    return ScheduledPublication.objects.filter(too_late, dismissed_at=None).order_by("-published_at")


def dismiss(publication: ScheduledPublication) -> None:
    ScheduledPublication.objects.filter(pk=publication.pk, dismissed_at=None).update(dismissed_at=timezone.now())
