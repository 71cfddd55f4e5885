"""Messages about the schedule of a page: when it goes live, what prevents it, and how late it was."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.models import Page, Revision

from blog.publishing.schedule import dismiss, scheduled_revisions
from blog.scheduling.models import LATE_AFTER, ScheduledPublication
from blog.scheduling.worker_status import downtime_message
from blog.settings.timezones import format_in_zone, zone_of_page, zones_by_site


@dataclass(frozen=True)
class Line:
    words: str
    is_trouble: bool = False
    # Set if the message says that a publication was late.
    publication: ScheduledPublication | None = None


def lines_of(
    pages: Iterable[Page], *, with_dismissed: bool = False, planned: Iterable[int] | None = None
) -> dict[int, list[Line]]:
    """The messages by page id, in at most four queries. Pages without a message are left out.

    ``planned`` are the ids of the scheduled pages, if they are known.
    """
    found = {page.pk: page for page in pages}
    plans = {
        int(revision.object_id): revision for revision in scheduled_revisions(found if planned is None else planned)
    }
    records = {(record.page_id, record.revision, record.planned_at): record for record in records_of(found)}
    lines: dict[int, list[Line]] = defaultdict(list)
    if not plans and not records:
        return lines
    known, stopped = zones_by_site(), downtime_message()
    for pk, revision in plans.items():
        record = records.get((pk, revision.pk, revision.approved_go_live_at))
        say = partial(format_in_zone, zone=zone_of_page(found[pk], known))
        lines[pk].append(line_of_plan(revision, record, stopped=stopped, moment=say(revision.approved_go_live_at)))
    for record in newest(records.values()):
        if record.is_late and (with_dismissed or record.dismissed_at is None):
            say = partial(format_in_zone, zone=zone_of_page(found[record.page_id], known))
            lines[record.page_id].append(line_of_lateness(record, say))
    return lines


def records_of(pages: Iterable[int]) -> Iterable[ScheduledPublication]:
    return ScheduledPublication.objects.filter(page__in=list(pages)).order_by("planned_at", "pk")


def newest(records: Iterable[ScheduledPublication]) -> Iterable[ScheduledPublication]:
    """The last publication of each page."""
    return {record.page_id: record for record in records if record.published_at}.values()


def line_of_plan(revision: Revision, record: ScheduledPublication | None, *, stopped: str, moment: str) -> Line:
    words = {"moment": moment, "problem": record.problem if record else "", "silence": stopped}
    if words["problem"]:
        message = _("Was scheduled to go live on %(moment)s, but could not be published: %(problem)s")
        return Line(message % words, is_trouble=True)
    if revision.approved_go_live_at < timezone.now() - LATE_AFTER:
        message = _("Was scheduled to go live on %(moment)s, but is not live yet. %(silence)s")
        return Line(message % words, is_trouble=True)
    if stopped:
        return Line(_("Goes live on %(moment)s if the worker is running by then. %(silence)s") % words, is_trouble=True)
    return Line(_("Goes live on %(moment)s.") % words)


def line_of_lateness(record: ScheduledPublication, say: "partial[str]") -> Line:
    words = {"delay": record.delay, "planned": say(record.planned_at), "moment": say(record.published_at)}
    message = _("Went live %(delay)s late, on %(moment)s. It was scheduled for %(planned)s.")
    return Line(message % words, publication=record)


@require_POST
def dismiss_lateness(request: HttpRequest, pk: int) -> HttpResponse:
    """Removes a late publication from the homepage panel; the post still shows it."""
    publication = get_object_or_404(ScheduledPublication.objects.select_related("page"), pk=pk)
    if not publication.page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    dismiss(publication)
    return redirect("wagtailadmin_home")


urlpatterns: list[URLPattern] = [path("late/<int:pk>/dismiss/", dismiss_lateness, name="dismiss_lateness")]
