"""Finds the words of a query in a text as it is written, to mark them.

Only words with the prefix of a word of the query are analysed, so a long text costs little more than scanning it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.conf import settings
from django.utils.html import escape

from search.query.curation import Curation
from search.query.parser import Query
from search.query.terms import MAX_NAME_TERMS, MAX_QUERY_TERMS, synonyms_in, terms_in
from search.text.analysis import (
    DIACRITICS,
    MAX_TERM_LENGTH,
    UNSPACED_CHARACTER,
    WRITTEN_WORD,
    fold_aligned,
    is_single_character,
    term_positions,
)
from search.text.stopwords import without_stopwords

# Per text.
MAX_CANDIDATE_PLACES = 1_000
# Of a text with combining characters, where every word is a candidate.
MAX_ANALYZED_LENGTH = 20_000
# A stem of so many letters may end differently from the word: "happi" of "happy".
MIN_INFLECTED_LENGTH = 3

# Terms in a row.
type Needle = tuple[str, ...]


@dataclass(frozen=True)
class Mark:
    """The position of a needle in a text."""

    start: int
    end: int
    needle: Needle


@dataclass(frozen=True)
class Fragment:
    """A part of a text, marked or not."""

    text: str
    is_marked: bool = False

    def __html__(self) -> str:
        return f"<mark>{escape(self.text)}</mark>" if self.is_marked else escape(self.text)


class Needles:
    """Finds needles in texts."""

    def __init__(self, needles: Iterable[Needle]) -> None:
        self.by_first: dict[str, list[Needle]] = {}
        for needle in sorted(set(needles), key=len, reverse=True):
            self.by_first.setdefault(needle[0], []).append(needle)
        self.most_words = max((len(found[0]) for found in self.by_first.values()), default=0)
        self.prefixes = [start for word in self.by_first for start in prefixes(word)]

    def marks(self, text: str) -> list[Mark]:
        """The positions of the needles, in order; they may overlap."""
        found = (self._at(place, text) for place in self._candidates(text)) if self.by_first else ()
        return [mark for mark in found if mark]

    def _candidates(self, text: str) -> list[int]:
        if not text.isascii() and DIACRITICS.search(text):
            words = islice(WRITTEN_WORD.finditer(text[:MAX_ANALYZED_LENGTH]), MAX_CANDIDATE_PLACES)
            return [match.start() for match in words]
        # A space before the first word too, because prefixes start with one.
        folded = f" {fold_aligned(text)}"
        limit = max(1, MAX_CANDIDATE_PLACES // len(self.prefixes))
        return sorted({place for start in self.prefixes for place in islice(occurrences(start, folded), limit)})

    def _at(self, start: int, text: str) -> Mark | None:
        """The longest needle that starts here."""
        near = text[start : start + MAX_TERM_LENGTH * (self.most_words + 1)]
        positions = list(islice(term_positions(near, settings.SEARCH_LANGUAGE), self.most_words))
        if not positions:
            return None
        words = tuple(word for word, _start, _end in positions)
        for needle in self.by_first.get(words[0], ()):
            if words[: len(needle)] == needle:
                return Mark(start, start + positions[len(needle) - 1][2], needle)
        first = words[0][0]
        is_found = is_single_character(first) and (first,) in self.by_first.get(first, ())
        return Mark(start, start + 1, (first,)) if is_found else None


def query_needles(query: Query) -> list[Needle]:
    """The needles of a query: the terms of each part that was typed."""
    found: list[Needle] = []
    for typed in (*without_stopwords(query.words), *query.phrases):
        words = tuple(terms_in(typed)[:MAX_QUERY_TERMS])
        is_name = len(words) <= MAX_NAME_TERMS or typed in query.phrases
        found += filter(None, [words] if is_name else zip(words))
    return list(dict.fromkeys(found))


def synonym_needles(query: Query, curation: Curation) -> list[Needle]:
    """The synonyms of the words of the query."""
    return [other.words for others in synonyms_in(query, curation).values() for other in others]


def prefixes(word: str) -> list[str]:
    """Prefixes in folded text, with the space before a word, of all words that may have this term."""
    if UNSPACED_CHARACTER.match(word):
        return [word]
    start = word[:-1] if len(word) >= MIN_INFLECTED_LENGTH else word
    # Of the characters that become two when they are folded, only ß is common.
    if "ss" in word:
        start = word.partition("ss")[0] or start
    return [f" {start}", f" v{start}"] if word[0].isdigit() else [f" {start}"]


def occurrences(start: str, text: str) -> Iterator[int]:
    """Positions of words with this prefix in the text, which has one more space at its start."""
    place = text.find(start)
    while place >= 0:
        yield place if start[0] == " " else place - 1
        place = text.find(start, place + 1)


def fragments(text: str, marks: Iterable[Mark]) -> list[Fragment]:
    """The text in fragments; those that any mark covers are marked."""
    found: list[Fragment] = []
    place = 0
    for start, end in merge_marks(text, marks):
        found += [Fragment(text[place:start]), Fragment(text[start:end], is_marked=True)]
        place = end
    return [fragment for fragment in (*found, Fragment(text[place:])) if fragment.text]


def merge_marks(text: str, marks: Iterable[Mark]) -> list[tuple[int, int]]:
    """Start and end of the marks in order; marks that overlap or are separated by spaces only are merged."""
    found: list[tuple[int, int]] = []
    for mark in sorted(marks, key=lambda mark: mark.start):
        if found and not text[found[-1][1] : mark.start].strip():
            found[-1] = found[-1][0], max(found[-1][1], mark.end)
        else:
            found.append((mark.start, mark.end))
    return found
