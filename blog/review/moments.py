"""Moments in words, in the time of the blog and in that of whoever looks."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import formats


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


def said_in(moment: datetime, blogs: ZoneInfo, own: str) -> list[Moment]:
    """In the zone of the blog, and in ``own``, which a browser named, where its clock shows something else."""
    first = Moment(moment, blogs)
    try:
        second = Moment(moment, ZoneInfo(own))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return [first]
    return [first] if first.local.utcoffset() == second.local.utcoffset() else [first, second]
