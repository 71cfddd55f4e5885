"""Reads what a reader typed. Nothing is an error: what has no meaning here is words to look for.

red boat           posts with these words, the best first
"red boat"         only posts with these words side by side; one word in quotes is a word
-sail              no post with this word; also -"red boat" and -tag:sea
tag:sea            only posts with this tag; so too topic: author: series:
year:2024          only posts of this year; before:2024-05 after:2024-05-01
in:title           look for the words in titles only
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice

NAMES = ("tag", "topic", "author", "series")
PART = re.compile(
    r"""(?P<minus>(?<!\S)-)?
        (?P<field>\b(?:tag|topic|author|series|year|before|after|in):)?
        (?: "(?P<phrase>[^"]*)"? | (?P<word>[^\s"]+) )""",
    re.VERBOSE | re.IGNORECASE,
)
DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$", re.ASCII)
DECEMBER = 12
# More parts than anybody types.
MOST_PARTS = 64


@dataclass(frozen=True)
class Filter:
    """What a post has to be: ``name`` is one of NAMES with a name as value, or "from" or "until" with a day."""

    name: str
    value: str | date
    is_excluded: bool = False


@dataclass(frozen=True)
class Query:
    """The parts of a query as they were typed; ``words`` and ``phrases`` in order, ``quoted`` those words that were."""

    words: list[str] = field(default_factory=list)
    phrases: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    filters: list[Filter] = field(default_factory=list)
    is_in_title: bool = False
    quoted: frozenset[str] = frozenset()


def parse(text: str) -> Query:
    words: list[str] = []
    phrases: list[str] = []
    without: list[str] = []
    filters: list[Filter] = []
    is_in_title = False
    quoted = set()
    for part in islice(PART.finditer(storable(text)), MOST_PARTS):
        name, value = (part["field"] or "")[:-1].lower(), part["phrase"] or part["word"] or ""
        if name == "in" and value.lower() == "title":
            is_in_title = True
        elif found := filters_of(name, value.strip(), is_excluded=bool(part["minus"])):
            filters.extend(found)
        elif part["minus"]:
            without.append(value)
        elif part["phrase"] is not None and " " in value.strip():
            phrases.append(value)
        else:
            words.append((part["field"] or "") + value)
            if part["phrase"] is not None:
                quoted.add(words[-1])
    return Query(words, phrases, without, filters, is_in_title, frozenset(quoted))


def narrowing_parts(text: str) -> list[tuple[int, int]]:
    """Where in a text the parts begin and end that say which posts may be found, as ``tag:sea`` and ``in:title``."""
    found = ((part.span(), parse(part[0])) for part in islice(PART.finditer(storable(text)), MOST_PARTS))
    return [span for span, query in found if query.filters or query.is_in_title]


def storable(text: str) -> str:
    """The text without what no database takes: NUL and halves of signs."""
    return text.replace("\0", " ").encode(errors="replace").decode()


def filters_of(name: str, value: str, *, is_excluded: bool) -> list[Filter]:
    """The filters that ``name:value`` means; none where it means nothing."""
    if name in NAMES and value:
        return [Filter(name, value, is_excluded=is_excluded)]
    bounds = days(value)
    if name not in SPANS or bounds is None or is_excluded:
        return []
    return SPANS[name](*bounds)


SPANS: dict[str, Callable[[date, date], list[Filter]]] = {
    "year": lambda first, following: [Filter("from", first), Filter("until", following)],
    "before": lambda first, following: [Filter("until", first)],
    "after": lambda first, following: [Filter("from", following)],
}


def days(text: str) -> tuple[date, date] | None:
    """The first day of a year, a month or a day as 2024, 2024-05 or 2024-05-01, and the first day after it."""
    match = DAY.match(text)
    if not match:
        return None
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    try:
        first = date(year, month or 1, day or 1)
        if day:
            return first, first + timedelta(days=1)
        following = date(year, month + 1, 1) if 0 < month < DECEMBER else date(year + 1, 1, 1)
    except (ValueError, OverflowError):
        return None
    return first, following
