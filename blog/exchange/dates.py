"""Finds the date of a post in its many notations.

The first of these that is there decides: the front matter, the name of the file (`2024-05-06-name.md`), an old
address (`/2024/05/06/name/`, or `/2024/05/name/`, then the first of the month). A time without a zone is meant in
the blog's time zone; a date without a time is noon there, so that it is the same day for most readers.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime

from blog.pages.post_forms import EARLIEST, LATEST

NOON = time(12)
NUMERIC_DATE = re.compile(
    r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"
    r"(?:[T\s]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?\s*\Z"
)
DATE_FORMATS = ("%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y")
DATE_IN_NAME = re.compile(r"\A(\d{4})-(\d{1,2})-(\d{1,2})[-_ ]")
DATE_IN_ADDRESS = re.compile(r"/(\d{4})/(\d{1,2})(?:/(\d{1,2}))?(?=/)")


def parse_date(value: object, zone: tzinfo) -> datetime | None:
    """Parses a date of front matter. Returns None if this is not possible."""
    try:
        if isinstance(value, datetime):
            moment = value
        elif isinstance(value, date):
            moment = datetime.combine(value, NOON)
        else:
            moment = _parse_text(str(value).strip())
        moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        return moment.astimezone(zone) if EARLIEST <= moment <= LATEST else None
    except (ValueError, OverflowError, TypeError):
        return None


def _parse_text(text: str) -> datetime:
    if match := NUMERIC_DATE.match(text):
        day = date(int(match["year"]), int(match["month"]), int(match["day"]))
        if match["hour"] is None:
            return datetime.combine(day, NOON)
        at = time(int(match["hour"]), int(match["minute"]), int(match["second"] or 0))
        return datetime.combine(day, at, tzinfo=_parse_zone(match["zone"]))
    for pattern in DATE_FORMATS:
        try:
            return datetime.combine(datetime.strptime(text, pattern), NOON)  # noqa: DTZ007 - the caller adds the zone
        except ValueError:
            continue
    return parsedate_to_datetime(text)


def _parse_zone(written: str | None) -> tzinfo | None:
    if not written:
        return None
    if written in ("Z", "UTC", "GMT"):
        return UTC
    minutes = int(written[1:3]) * 60 + int(written[3:].lstrip(":") or 0)
    return timezone(timedelta(minutes=minutes if written[0] == "+" else -minutes))


def date_in_name(name: str, zone: tzinfo) -> datetime | None:
    match = DATE_IN_NAME.match(name)
    return parse_date("-".join(match.groups()), zone) if match else None


def date_in_addresses(addresses: Iterable[str], zone: tzinfo) -> datetime | None:
    for address in addresses:
        if match := DATE_IN_ADDRESS.search(address):
            year, month, day = match.groups()
            if moment := parse_date(f"{year}-{month}-{day or 1}", zone):
                return moment
    return None
