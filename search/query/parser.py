"""Reads what a reader typed. Nothing is an error: what has no meaning here is words to look for.

red boat           posts with these words, the best first
"red boat"         only posts with these words side by side; one word in quotes is a word
-sail              no post with this word; also -"red boat" and -tag:sea. One minus right before a word of small letters
                   does it: --fix, -O2, -Wall and -C are words to look for
tag:sea            only posts with this tag; so too topic: author: series:
year:2024          only posts of this year; before:2024-05 after:2024-05-01
in:title           look for the words in titles only
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice

from search.text.analysis import MARKS, SIGN

NAMES = ("tag", "topic", "author", "series")
PART = re.compile(
    r"""(?P<minus>(?<!\S)-)?
        (?P<field>\b(?:tag|topic|author|series|year|before|after|in):)?
        (?: "(?P<phrase>[^"]*)"? | (?P<word>[^\s"]+) )""",
    re.VERBOSE | re.IGNORECASE,
)
PLAIN_WORD = re.compile(rf"(?:[^\W\d_]|[{MARKS}]){{2,}}|{SIGN.pattern}")
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
    found = [meaning(part) for part in parts(text)]
    return Query(
        [word for each in found for word in each.words],
        [phrase for each in found for phrase in each.phrases],
        [words for each in found for words in each.without],
        [one for each in found for one in each.filters],
        any(each.is_in_title for each in found),
        frozenset(word for each in found for word in each.quoted),
    )


def parts(text: str) -> Iterator[re.Match[str]]:
    return islice(PART.finditer(storable(text)), MOST_PARTS)


def meaning(part: re.Match[str]) -> Query:
    """What one part of a query asks for."""
    minus, name, phrase = bool(part["minus"]), (part["field"] or "")[:-1].lower(), part["phrase"]
    value = phrase or part["word"] or ""
    if name == "in" and value.lower() == "title" and not minus:
        return Query(is_in_title=True)
    if found := filters_of(name, value.strip(), is_excluded=minus):
        return Query(filters=found)
    if minus and (phrase or (not name and is_plain_word(value))):
        return Query(without=[value])
    if phrase is not None and " " in value.strip():
        return Query(phrases=[value])
    word = (part["minus"] or "") + (part["field"] or "") + value
    return Query(words=[word], quoted=frozenset([word] if phrase is not None else []))


def is_plain_word(text: str) -> bool:
    """Whether a minus before it can only mean to leave it out; options of programs have figures, capitals or dashes."""
    text = text.rstrip(",;.!?")
    return bool(PLAIN_WORD.fullmatch(text)) and text == text.lower()


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
