"""The fields beside the text that readers may edit: title, summary, tags and date, as they stand in a form."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from blog.history.content import Content, format_moment
from blog.history.diff.facts import names_in
from blog.models import PostPage, Tag
from blog.pages.post_forms import EARLIEST, LATEST

# Names of the fields of a post; the form has these, too.
EDITABLE_FIELDS = ("title", "summary", "tags", "published_on")
MAX_TAG_LENGTH = Tag._meta.get_field("name").max_length or 0


def shown_fields(shown: Mapping[str, Any]) -> dict[str, str]:
    """The values in a version, or in ``Content.shown`` of a draft."""
    published = parse_datetime(shown.get("published_on") or shown.get("around", {}).get("published_at") or "")
    return {
        "title": shown.get("title") or "",
        "summary": shown.get("summary") or "",
        "tags": tag_line(names_in(shown, "tags")),
        "published_on": timezone.localdate(published).isoformat() if published else "",
    }


def changed_fields(before: Mapping[str, str], sent: Mapping[str, str | date | None]) -> dict[str, list[str]]:
    """The old and the new value of each field that was changed. A title or a date that was emptied is no change."""
    changed = {}
    for name, value in sent.items():
        new = normalized(name, value.isoformat() if isinstance(value, date) else value or "")
        if new != normalized(name, before[name]) and (new or name in ("summary", "tags")):
            changed[name] = [before[name], new]
    return changed


def normalized(name: str, value: str) -> str:
    """The value without differences that a form makes in a field that nobody edited."""
    if name == "tags":
        return tag_line(tag_names(value))
    if name == "title":
        return " ".join(value.split())
    return value.replace("\r\n", "\n").replace("\r", "\n").strip()


def tag_line(names: Iterable[str]) -> str:
    """The names as a line of a form, divided by commas. A name with a comma stands in quotes."""
    quoted = ('"{}"'.format(name.replace('"', '""')) if {*',"'} & {*name} else name for name in names)
    return ", ".join(quoted)


def tag_names(words: str) -> list[str]:
    line = words.replace("\r", " ").replace("\n", " ").strip()
    [names] = csv.reader([line], skipinitialspace=True) if line else [[]]
    return list(dict.fromkeys(filter(None, map(str.strip, names))))


def checked_tags(words: str) -> list[str]:
    names = tag_names(words)
    if any(len(name) > MAX_TAG_LENGTH for name in names):
        message = f"A tag has at most {MAX_TAG_LENGTH} characters."
        raise ValueError(message)
    return names


def with_fields(content: Content, values: Mapping[str, str]) -> Content:
    """The content with other values, to compare it."""
    shown = {**content.shown, "around": {**content.shown.get("around", {})}}
    for name, value in values.items():
        if name == "tags":
            shown["tags"], shown["around"]["tags"] = tag_names(value), {}
        elif name == "published_on":
            published = parse_datetime(shown.get("published_on") or shown["around"].get("published_at") or "")
            shown["published_on"] = format_moment(moved_to(value, published))
        else:
            shown[name] = value
    return replace(content, shown=shown)


def moved_to(day: str, moment: datetime | None) -> datetime | None:
    """The moment at the same time of another day; None if no post may have this day."""
    chosen = parse_date(day)
    if not chosen or not is_possible(chosen):
        return None
    time = timezone.localtime(moment).timetz() if moment else None
    return timezone.make_aware(datetime.combine(chosen, time.replace(tzinfo=None) if time else datetime.min.time()))


def is_possible(day: date) -> bool:
    """Whether a post may have this day wherever it is read: the first and the last one differ between time zones."""
    return EARLIEST.date() < day < LATEST.date()


def write_fields(draft: PostPage, values: Mapping[str, str]) -> None:
    """Raises ValueError for a value that cannot be stored. The title is checked when the draft is saved."""
    for name, value in values.items():
        if name == "tags":
            draft.tags.set(checked_tags(value))
        elif name == "published_on":
            draft.published_on = moved_to(value, draft.first_public_at)
            if not draft.published_on or timezone.localdate(draft.published_on) > timezone.localdate():
                message = f"{value} is no date up to today."
                raise ValueError(message)
        else:
            words, longest = normalized(name, value), PostPage._meta.get_field(name).max_length or 0
            if len(words) > longest:
                message = f"The {name} has at most {longest} characters."
                raise ValueError(message)
            setattr(draft, name, words)
