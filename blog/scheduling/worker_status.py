"""The status of the worker, which publishes scheduled pages. It runs in another process and records a heartbeat."""

from datetime import timedelta

from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from blog.scheduling.models import Heartbeat

WORKER_ROW = 1
# The time of four rounds of the worker.
HEARTBEAT_TIMEOUT = timedelta(minutes=2)


def record_heartbeat() -> None:
    now = timezone.now()
    if not Heartbeat.objects.filter(pk=WORKER_ROW).update(at=now):
        Heartbeat.objects.bulk_create([Heartbeat(pk=WORKER_ROW, at=now)], ignore_conflicts=True)


def downtime_message() -> str:
    """A message that the worker has stopped; "" while it runs."""
    at = Heartbeat.objects.filter(pk=WORKER_ROW).values_list("at", flat=True).first()
    if at is None:
        return _("The worker has never run. Scheduled posts do not go live.")
    now = timezone.now()
    if at > now + HEARTBEAT_TIMEOUT:
        return _("The worker has not run since this server's clock was set back. Scheduled posts do not go live.")
    if now > at + HEARTBEAT_TIMEOUT:
        since = timesince(at, now, depth=1).replace("\xa0", " ")
        return _("The worker has not run for %(time)s. Scheduled posts do not go live.") % {"time": since}
    return ""
