"""The passage of a post that answers best, cut to what is read at a glance, with the words marked that were found."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString

from blog.models import PublicPost
from search.query.curation import Kept
from search.query.parser import Query
from search.results.highlighting import Mark, Needle, Needles, Piece, meant, pieces, whole
from search.text.passages import Passage

# How many signs an excerpt has at most, and how many of them stand before the first mark.
LONGEST, BEFORE = 260, 80
# What a word counts that stands in the heading and not in the text below it.
IN_HEADING = 0.5
ENDS_OF_SENTENCES = (". ", "! ", "? ", "。")


@dataclass(frozen=True)
class Found:
    """What a result shows of its post: title, excerpt, and the heading above the excerpt with its address."""

    title: SafeString
    excerpt: SafeString
    heading: SafeString
    url: str


@dataclass(frozen=True)
class Marked:
    """A passage and where the needles stand in its heading and in its text."""

    passage: Passage
    heading: list[Mark]
    text: list[Mark]

    def stretches(self) -> Iterator[tuple[int, set[Needle]]]:
        """Where an excerpt may begin, and what would be marked in it."""
        if self.heading and not self.text:
            yield 0, set()
        for first, mark in enumerate(self.text):
            near = (other for other in self.text[first : first + LONGEST] if other.end - mark.start <= LONGEST - BEFORE)
            yield mark.start, {other.needle for other in near}


@dataclass(frozen=True)
class Reading:
    """A post as it was looked through: its title, and its summary and passages."""

    post: PublicPost
    title: list[Mark]
    parts: list[Marked]

    def needles(self) -> Iterator[Needle]:
        for marks in (self.title, *(part.heading for part in self.parts), *(part.text for part in self.parts)):
            yield from (mark.needle for mark in marks)


def with_excerpts(posts: list[PublicPost], query: Query, kept: Kept) -> list[PublicPost]:
    """The posts, which carry their ``passages``, each with what was found in it as ``found``."""
    readings, times = read(posts, query, kept)
    # The rarer something is in what was found, the more it says about a passage.
    worth = {needle: 1 / (1 + math.log(count)) for needle, count in times.items()}
    for reading in readings:
        reading.post.found = found(reading, worth)
    return posts


def read(posts: list[PublicPost], query: Query, kept: Kept) -> tuple[list[Reading], Counter[Needle]]:
    """Every post as looked through, and how often each needle stands in all of them."""
    wanted, also = whole(query), meant(query, kept)
    readings = [reading(post, [*wanted, *also], query) for post in posts]
    times = Counter(needle for each in readings for needle in each.needles())
    # What stands nowhere as it was typed was found by its words.
    if apart := [(word,) for needle in wanted if len(needle) > 1 and needle not in times for word in needle]:
        readings = [reading(post, [*wanted, *also, *apart], query) for post in posts]
        times = Counter(needle for each in readings for needle in each.needles())
    return readings, times


def reading(post: PublicPost, wanted: list[Needle], query: Query) -> Reading:
    needles = Needles(wanted)
    in_text = Needles([]) if query.is_in_title else needles
    passages = [Passage("", "", post.summary), *(Passage(*part) for part in post.passages)]
    parts = [Marked(part, in_text.marks(part.heading), in_text.marks(part.text)) for part in passages]
    return Reading(post, needles.marks(post.title), parts)


def found(reading: Reading, worth: Mapping[Needle, float]) -> Found:
    best, place = best_part(reading.parts, worth)
    anchor = best.passage.id
    # Below a heading that stands right above another one is what that one is about.
    below = reading.parts[reading.parts.index(best) :]
    read = next((part for part in below if part.passage.text), best)
    return Found(
        title=markup(pieces(reading.post.title, reading.title)),
        excerpt=markup(cut(read.passage.text, read.text, place)),
        heading=markup(pieces(best.passage.heading, best.heading)),
        url=f"{reading.post.url}#{anchor}" if anchor else reading.post.url,
    )


def markup(shown: list[Piece]) -> SafeString:
    return SafeString("".join(map(Piece.__html__, shown)))


def best_part(parts: list[Marked], worth: Mapping[Needle, float]) -> tuple[Marked, int]:
    """The passage to show, and where in it; of equals the first, and where nothing is marked the summary."""
    best, most = (next((part for part in parts if part.passage.text), parts[0]), 0), 0.0
    for part in parts:
        above = {mark.needle for mark in part.heading}
        for place, standing in part.stretches():
            score = sum(map(worth.__getitem__, standing)) + IN_HEADING * sum(map(worth.__getitem__, above - standing))
            if score > most:
                best, most = (part, place), score
    return best


def cut(text: str, marks: list[Mark], place: int) -> list[Piece]:
    """What is shown of a text around a place, from word to word, with its marks."""
    start = beginning(text, place)
    end = ending(text, start)
    inside = [Mark(mark.start - start, mark.end - start, mark.needle) for mark in marks if start <= mark.start < end]
    shown = pieces(text[start:end], inside)
    return [*[Piece("… ")] * (start > 0), *shown, *[Piece(" …")] * (end < len(text))]


def beginning(text: str, place: int) -> int:
    """Where the sentence begins, or else a word not far before the place."""
    if place <= BEFORE:
        return 0
    first = place - BEFORE
    ends = [found + len(end) for end in ENDS_OF_SENTENCES if (found := text.rfind(end, first, place)) >= 0]
    return max(ends, default=text.find(" ", first, place) + 1 or first)


def ending(text: str, start: int) -> int:
    """After the last word that is shown of what begins there."""
    last = start + LONGEST
    if last >= len(text):
        return len(text)
    space = text.rfind(" ", last - BEFORE, last)
    return space if space > 0 else last
