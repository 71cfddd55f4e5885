"""Finds in a text, as it is written, the words that a query looks for, so that they can be marked.

Only words that begin like one that is sought are analysed, so that a long text costs little more than reading it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.conf import settings
from django.utils.html import escape

from search.query.curation import Kept
from search.query.parser import Query
from search.query.terms import LONGEST_NAME, MOST_WORDS, meanings, words_of
from search.text.analysis import LEFT_OUT, LONGEST_WORD, SIGN, WRITTEN, aligned, is_single_sign, places
from search.text.stopwords import telling

# More likely places than this in one text are not looked at.
MOST_PLACES = 1_000
# How much is looked at of a text whose accents are signs of their own, where every word is a likely place.
MOST_READ = 20_000
# A stem of so many letters may end otherwise than the word does, as "happi" of "happy".
WITH_OTHER_END = 3

# Index words that stand side by side.
type Needle = tuple[str, ...]


@dataclass(frozen=True)
class Mark:
    """The place of a needle in a text."""

    start: int
    end: int
    needle: Needle


@dataclass(frozen=True)
class Piece:
    """A part of a text as it is shown."""

    text: str
    is_marked: bool = False

    def __html__(self) -> str:
        return f"<mark>{escape(self.text)}</mark>" if self.is_marked else escape(self.text)


class Needles:
    """What to mark in texts."""

    def __init__(self, needles: Iterable[Needle]) -> None:
        self.by_first: dict[str, list[Needle]] = {}
        for needle in sorted(set(needles), key=len, reverse=True):
            self.by_first.setdefault(needle[0], []).append(needle)
        self.most_words = max((len(found[0]) for found in self.by_first.values()), default=0)
        self.beginnings = [start for word in self.by_first for start in beginnings(word)]

    def marks(self, text: str) -> list[Mark]:
        """Where the needles stand, in order; they may overlap."""
        found = (self._at(place, text) for place in self._likely(text)) if self.by_first else ()
        return [mark for mark in found if mark]

    def _likely(self, text: str) -> list[int]:
        if not text.isascii() and LEFT_OUT.search(text):
            words = islice(WRITTEN.finditer(text[:MOST_READ]), MOST_PLACES)
            return [match.start() for match in words]
        # The space that words begin with also stands before the first.
        folded = f" {aligned(text)}"
        most = max(1, MOST_PLACES // len(self.beginnings))
        return sorted({place for start in self.beginnings for place in islice(occurrences(start, folded), most)})

    def _at(self, start: int, text: str) -> Mark | None:
        """The longest needle that begins here."""
        near = text[start : start + LONGEST_WORD * (self.most_words + 1)]
        standing = list(islice(places(near, settings.SEARCH_LANGUAGE), self.most_words))
        if not standing:
            return None
        words = tuple(word for word, _start, _end in standing)
        for needle in self.by_first.get(words[0], ()):
            if words[: len(needle)] == needle:
                return Mark(start, start + standing[len(needle) - 1][2], needle)
        sign = words[0][0]
        return (
            Mark(start, start + 1, (sign,)) if is_single_sign(sign) and (sign,) in self.by_first.get(sign, ()) else None
        )


def whole(query: Query) -> list[Needle]:
    """What a query looks for, each part as it was typed."""
    found: list[Needle] = []
    for typed in (*telling(query.words), *query.phrases):
        words = tuple(words_of(typed)[:MOST_WORDS])
        is_name = len(words) <= LONGEST_NAME or typed in query.phrases
        found += filter(None, [words] if is_name else zip(words))
    return list(dict.fromkeys(found))


def meant(query: Query, kept: Kept) -> list[Needle]:
    """What means the same as parts of the query."""
    return [other.words for others in meanings(query, kept).values() for other in others]


def beginnings(word: str) -> list[str]:
    """How folded text goes on, from the space before it, where a word may stand that has this as its index word."""
    if SIGN.match(word):
        return [word]
    start = word[:-1] if len(word) >= WITH_OTHER_END else word
    # Of signs that become two when they are folded, only the German one is common.
    if "ss" in word:
        start = word.partition("ss")[0] or start
    return [f" {start}", f" v{start}"] if word[0].isdigit() else [f" {start}"]


def occurrences(start: str, text: str) -> Iterator[int]:
    """Where a word that begins so stands in the text, which has one space more at its start."""
    place = text.find(start)
    while place >= 0:
        yield place if start[0] == " " else place - 1
        place = text.find(start, place + 1)


def pieces(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """The text in parts, with those marked that any of the marks covers."""
    found: list[Piece] = []
    place = 0
    for start, end in joined(text, marks):
        found += [Piece(text[place:start]), Piece(text[start:end], is_marked=True)]
        place = end
    return [piece for piece in (*found, Piece(text[place:])) if piece.text]


def joined(text: str, marks: Iterable[Mark]) -> list[tuple[int, int]]:
    """The places of marks in order, with those as one that overlap or have but a space between them."""
    found: list[tuple[int, int]] = []
    for mark in sorted(marks, key=lambda mark: mark.start):
        if found and not text[found[-1][1] : mark.start].strip():
            found[-1] = found[-1][0], max(found[-1][1], mark.end)
        else:
            found.append((mark.start, mark.end))
    return found
