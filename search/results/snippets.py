"""Snippets of results: the best passage of a post, shortened, with the words of the query marked."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString

from blog.models import PublicPost
from search.query.curation import Curation
from search.query.parser import Query
from search.results.highlighting import Fragment, Mark, Needle, Needles, fragments, query_needles, synonym_needles
from search.text.passages import Passage

# In characters; the lead is what comes before the first mark.
MAX_SNIPPET_LENGTH, MAX_SNIPPET_LEAD = 260, 80
# The weight of a word that is in the heading and not in the text below it.
HEADING_WEIGHT = 0.5
SENTENCE_ENDS = (". ", "! ", "? ", "。")


@dataclass(frozen=True)
class Snippet:
    """The title and the best passage of a post with marks, and the heading of the passage with its URL."""

    title: SafeString
    text: SafeString
    heading: SafeString
    url: str


@dataclass(frozen=True)
class MarkedPassage:
    """A passage with the marks in its heading and in its text."""

    passage: Passage
    heading: list[Mark]
    text: list[Mark]

    def windows(self) -> Iterator[tuple[int, set[Needle]]]:
        """The positions around which a snippet may be cut, and the needles in it."""
        if self.heading and not self.text:
            yield 0, set()
        for first, mark in enumerate(self.text):
            near = (
                other
                for other in self.text[first : first + MAX_SNIPPET_LENGTH]
                if other.end - mark.start <= MAX_SNIPPET_LENGTH - MAX_SNIPPET_LEAD
            )
            yield mark.start, {other.needle for other in near}


@dataclass(frozen=True)
class MarkedPost:
    """A post with the marks in its title, its summary and its passages."""

    post: PublicPost
    title: list[Mark]
    parts: list[MarkedPassage]

    def needles(self) -> Iterator[Needle]:
        for marks in (self.title, *(part.heading for part in self.parts), *(part.text for part in self.parts)):
            yield from (mark.needle for mark in marks)


def add_snippets(posts: list[PublicPost], query: Query, curation: Curation) -> list[PublicPost]:
    """Sets ``snippet`` on each of these posts, which have their ``passages``."""
    marked_posts, times = mark_posts(posts, query, curation)
    # The rarer a needle is in the results, the more it says about a passage.
    weights = {needle: 1 / (1 + math.log(count)) for needle, count in times.items()}
    for marked in marked_posts:
        marked.post.snippet = snippet_of(marked, weights)
    return posts


def mark_posts(posts: list[PublicPost], query: Query, curation: Curation) -> tuple[list[MarkedPost], Counter[Needle]]:
    """The posts with their marks, and the number of occurrences of each needle in all of them."""
    needles = [*query_needles(query), *synonym_needles(query, curation)]
    marked = [mark_post(post, needles, query) for post in posts]
    times = Counter(needle for each in marked for needle in each.needles())
    # A name that is nowhere as it was typed was found by its terms.
    typed = query_needles(query)
    if terms := [(word,) for needle in typed if len(needle) > 1 and needle not in times for word in needle]:
        marked = [mark_post(post, [*needles, *terms], query) for post in posts]
        times = Counter(needle for each in marked for needle in each.needles())
    return marked, times


def mark_post(post: PublicPost, wanted: list[Needle], query: Query) -> MarkedPost:
    needles = Needles(wanted)
    in_text = Needles([]) if query.is_in_title else needles
    passages = [Passage("", "", post.summary), *(Passage(*part) for part in post.passages)]
    parts = [MarkedPassage(part, in_text.marks(part.heading), in_text.marks(part.text)) for part in passages]
    return MarkedPost(post, needles.marks(post.title), parts)


def snippet_of(marked: MarkedPost, weights: Mapping[Needle, float]) -> Snippet:
    best, place = best_passage(marked.parts, weights)
    anchor = best.passage.id
    # A heading without text of its own is about the text below the next heading.
    below = marked.parts[marked.parts.index(best) :]
    shown = next((part for part in below if part.passage.text), best)
    return Snippet(
        title=to_html(fragments(marked.post.title, marked.title)),
        text=to_html(cut_text(shown.passage.text, shown.text, place)),
        heading=to_html(fragments(best.passage.heading, best.heading)),
        url=f"{marked.post.url}#{anchor}" if anchor else marked.post.url,
    )


def to_html(parts: list[Fragment]) -> SafeString:
    return SafeString("".join(map(Fragment.__html__, parts)))


def best_passage(parts: list[MarkedPassage], weights: Mapping[Needle, float]) -> tuple[MarkedPassage, int]:
    """The passage with the highest score, and the position in it; without marks, the summary."""
    best, highest = (next((part for part in parts if part.passage.text), parts[0]), 0), 0.0
    for part in parts:
        in_heading = {mark.needle for mark in part.heading}
        for place, in_text in part.windows():
            score = sum(map(weights.__getitem__, in_text))
            score += HEADING_WEIGHT * sum(map(weights.__getitem__, in_heading - in_text))
            if score > highest:
                best, highest = (part, place), score
    return best


def cut_text(text: str, marks: list[Mark], place: int) -> list[Fragment]:
    """The text around a position, cut between words, with its marks."""
    start = snippet_start(text, place)
    end = snippet_end(text, start)
    inside = [Mark(mark.start - start, mark.end - start, mark.needle) for mark in marks if start <= mark.start < end]
    shown = fragments(text[start:end], inside)
    return [*[Fragment("… ")] * (start > 0), *shown, *[Fragment(" …")] * (end < len(text))]


def snippet_start(text: str, place: int) -> int:
    """The start of the sentence, or else of a word shortly before the position."""
    if place <= MAX_SNIPPET_LEAD:
        return 0
    first = place - MAX_SNIPPET_LEAD
    ends = [found + len(end) for end in SENTENCE_ENDS if (found := text.rfind(end, first, place)) >= 0]
    return max(ends, default=text.find(" ", first, place) + 1 or first)


def snippet_end(text: str, start: int) -> int:
    """The end of the last word that fits into the snippet."""
    last = start + MAX_SNIPPET_LENGTH
    if last >= len(text):
        return len(text)
    space = text.rfind(" ", last - MAX_SNIPPET_LEAD, last)
    return space if space > 0 else last
