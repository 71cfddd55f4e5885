"""The status of the worker, and the results of scheduled publications."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.utils.timesince import timesince
from wagtail.models import Page

# Scheduled pages go live within a minute. After that they are late.
LATE_AFTER = timedelta(minutes=1)


def is_late_by(planned_at: datetime, published_at: datetime) -> bool:
    return published_at > planned_at + LATE_AFTER


def delay_between(planned_at: datetime, published_at: datetime) -> str:
    return timesince(planned_at, published_at, depth=2).replace("\xa0", " ")


class Heartbeat(models.Model):
    """A time that other processes read: the last round of the worker, or the last change that readers see."""

    at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.at}"


class ScheduledPublication(models.Model):
    """The result of a scheduled publication: when the page went live, or why it could not."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="scheduled_publications")
    # Not a foreign key, because revisions can be purged.
    revision = models.PositiveBigIntegerField()
    planned_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)
    dismissed_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["page", "revision", "planned_at"], name="each_plan_carried_out_once")
        ]

    def __str__(self) -> str:
        return f"{self.page_id}, planned for {self.planned_at}"

    @property
    def is_late(self) -> bool:
        return self.published_at is not None and is_late_by(self.planned_at, self.published_at)

    @property
    def delay(self) -> str:
        return delay_between(self.planned_at, self.published_at)
