"""Carries out what is scheduled, once, and keeps what became of it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from wagtail.models import Page, Revision

from blog.pages.publication import hold
from blog.scheduling.models import LATE, ScheduledPublication

# As the log of a page names them.
PUBLISHED = "wagtail.publish.scheduled"
WITHDRAWN = "wagtail.unpublish.scheduled"


def due(now: datetime | None = None) -> QuerySet[Revision]:
    moment = now or timezone.now()
    return Revision.page_revisions.filter(approved_go_live_at__lte=moment).order_by("approved_go_live_at")


def scheduled(pages: Iterable[int]) -> QuerySet[Revision]:
    """The plans of these pages, without the text that they are for."""
    plans = Revision.page_revisions.filter(object_id__in=[str(pk) for pk in pages], approved_go_live_at__isnull=False)
    return plans.defer("content")


@transaction.atomic
def carry_out(revision: Revision) -> bool:
    """Publishes what is due; False where somebody, or another worker, was faster.

    The page's row is held, so that of two who come at once the second finds nothing left to do.
    """
    hold(int(revision.object_id))
    claimed = due().filter(pk=revision.pk).first()
    if claimed is None:
        return False
    planned_at = claimed.approved_go_live_at
    claimed.publish(log_action=PUBLISHED)
    if scheduled([claimed.object_id]).exists():
        # The text names a later moment than its plan did, and now waits for that.
        return False
    _note(claimed, planned_at, published_at=timezone.now(), problem="")
    return True


def over() -> QuerySet[Page]:
    """What readers see though its time is over."""
    return Page.objects.filter(live=True, expire_at__lt=timezone.now()).order_by("expire_at")


@transaction.atomic
def withdraw(page: Page) -> None:
    """Takes what is over off the site. Wagtail forgets every plan of it as well; a newer text keeps its own."""
    hold(page.pk)
    if page := over().filter(pk=page.pk).first():
        plans = dict(scheduled([page.pk]).values_list("pk", "approved_go_live_at"))
        page.unpublish(set_expired=True, log_action=WITHDRAWN)
        for revision, moment in plans.items():
            Revision.objects.filter(pk=revision).update(approved_go_live_at=moment)


def note_failure(revision: Revision, words: str) -> None:
    """Keeps why it could not go live. It stays scheduled and is tried again."""
    _note(revision, revision.approved_go_live_at, problem=words)


def _note(revision: Revision, planned_at: datetime, **outcome: object) -> None:
    plan = {"page_id": int(revision.object_id), "revision": revision.pk, "planned_at": planned_at}
    ScheduledPublication.objects.update_or_create(**plan, defaults=outcome)


def overdue() -> QuerySet[Revision]:
    """What should have gone live and has not, because no worker came or it failed."""
    return due(timezone.now() - LATE)


def failed() -> QuerySet[ScheduledPublication]:
    """What could not go live and is tried again and again."""
    still_due = Revision.objects.filter(pk=OuterRef("revision"), approved_go_live_at=OuterRef("planned_at"))
    return ScheduledPublication.objects.filter(Exists(still_due), published_at=None)


def late() -> QuerySet[ScheduledPublication]:
    """What went live too late, until somebody has read so."""
    too_late = Q(published_at__gt=F("planned_at") + LATE)
    return ScheduledPublication.objects.filter(too_late, dismissed_at=None).order_by("-published_at")


def dismiss(publication: ScheduledPublication) -> None:
    ScheduledPublication.objects.filter(pk=publication.pk, dismissed_at=None).update(dismissed_at=timezone.now())
