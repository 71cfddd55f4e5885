"""Parses the text of a query. Nothing is an error: what has no special meaning is a word.

red boat           posts with these words, the best first
"red boat"         only posts with this phrase; a single word in quotes is a word
-sail              no post with this word; also -"red boat" and -tag:sea. The word has one minus and lower-case letters
                   only: --fix, -O2, -Wall and -C are words
tag:sea            only posts with this tag; also topic: author: series:
year:2024          only posts of this year; also before:2024-05 after:2024-05-01
in:title           search for the words in titles only
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice

from search.text.analysis import COMBINING_MARKS, UNSPACED_CHARACTER

FILTER_NAMES = ("tag", "topic", "author", "series")
QUERY_PART = re.compile(
    r"""(?P<minus>(?<!\S)-)?
        (?P<field>\b(?:tag|topic|author|series|year|before|after|in):)?
        (?: "(?P<phrase>[^"]*)"? | (?P<word>[^\s"]+) )""",
    re.VERBOSE | re.IGNORECASE,
)
PLAIN_WORD = re.compile(rf"(?:[^\W\d_]|[{COMBINING_MARKS}]){{2,}}|{UNSPACED_CHARACTER.pattern}")
PERIOD = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$", re.ASCII)
DECEMBER = 12
MAX_QUERY_PARTS = 64


@dataclass(frozen=True)
class Filter:
    """A condition on posts: ``name`` is one of FILTER_NAMES, or "from" or "until" with a date as value."""

    name: str
    value: str | date
    is_excluded: bool = False


@dataclass(frozen=True)
class Query:
    """The parts of a query as they were typed, in order. ``quoted`` has the words that were in quotes."""

    words: list[str] = field(default_factory=list)
    phrases: list[str] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)
    filters: list[Filter] = field(default_factory=list)
    is_in_title: bool = False
    quoted: frozenset[str] = frozenset()


def parse(text: str) -> Query:
    found = [parse_part(part) for part in query_parts(text)]
    return Query(
        [word for each in found for word in each.words],
        [phrase for each in found for phrase in each.phrases],
        [words for each in found for words in each.excluded],
        [one for each in found for one in each.filters],
        any(each.is_in_title for each in found),
        frozenset(word for each in found for word in each.quoted),
    )


def query_parts(text: str) -> Iterator[re.Match[str]]:
    return islice(QUERY_PART.finditer(strip_unstorable(text)), MAX_QUERY_PARTS)


def parse_part(part: re.Match[str]) -> Query:
    """A query of one part."""
    minus, name, phrase = bool(part["minus"]), (part["field"] or "")[:-1].lower(), part["phrase"]
    value = phrase or part["word"] or ""
    if name == "in" and value.lower() == "title" and not minus:
        return Query(is_in_title=True)
    if found := parse_filter(name, value.strip(), is_excluded=minus):
        return Query(filters=found)
    if minus and (phrase or (not name and is_plain_word(value))):
        return Query(excluded=[value])
    if phrase is not None and " " in value.strip():
        return Query(phrases=[value])
    word = (part["minus"] or "") + (part["field"] or "") + value
    return Query(words=[word], quoted=frozenset([word] if phrase is not None else []))


def is_plain_word(text: str) -> bool:
    """Whether a minus before it means to exclude it: options of programs have digits, capitals or dashes."""
    text = text.rstrip(",;.!?")
    return bool(PLAIN_WORD.fullmatch(text)) and text == text.lower()


def strip_unstorable(text: str) -> str:
    """The text without what no database stores: NUL and lone surrogates."""
    return text.replace("\0", " ").encode(errors="replace").decode()


def parse_filter(name: str, value: str, *, is_excluded: bool) -> list[Filter]:
    """The filters of ``name:value``; an empty list if it is none."""
    if name in FILTER_NAMES and value:
        return [Filter(name, value, is_excluded=is_excluded)]
    bounds = parse_period(value)
    if name not in DATE_FILTERS or bounds is None or is_excluded:
        return []
    return DATE_FILTERS[name](*bounds)


DATE_FILTERS: dict[str, Callable[[date, date], list[Filter]]] = {
    "year": lambda first, following: [Filter("from", first), Filter("until", following)],
    "before": lambda first, following: [Filter("until", first)],
    "after": lambda first, following: [Filter("from", following)],
}


def parse_period(text: str) -> tuple[date, date] | None:
    """The first day of a year, a month or a day as 2024, 2024-05 or 2024-05-01, and the first day after it."""
    match = PERIOD.match(text)
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
