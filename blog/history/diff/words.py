"""Compares formatted text word by word.

Words are compared without their marks and links. A change of emphasis or of an address is therefore a change of its own
(``restyled``), and the words do not count as removed and added again.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import Literal, NamedTuple

from blog.markdown.runs import Run, plain_text

from .alignment import Pairs, align
from .budget import Budget
from .tokens import Style, Tokens

# A line with a smaller unchanged share is shown as replaced.
MIN_UNCHANGED_SHARE = 0.25
MAX_WORDS_ALWAYS_COMPARED = 6
MAX_SLIDE = 300
# A longer line is shown as replaced.
MAX_COMPARED_LINE = 40_000

type StretchKind = Literal["same", "deleted", "inserted", "restyled"]


class Stretch(NamedTuple):
    """Runs that are unchanged, removed or added, or that have other marks or another link."""

    kind: StretchKind
    old: list[Run]
    new: list[Run]


class Hunk(NamedTuple):
    """The tokens old[a:a_end] became new[b:b_end]. The tokens between two hunks are equal."""

    a: int
    a_end: int
    b: int
    b_end: int

    def to(self, other: "Hunk") -> "Hunk":
        return Hunk(self.a, other.a_end, self.b, other.b_end)


def compare_runs(old: list[Run], new: list[Run], budget: Budget) -> list[Stretch]:
    """Returns stretches. Their old runs form the old line, and their new runs form the new line."""
    if old == new:
        return [Stretch("same", old, new)] if old else []
    lengths = len(plain_text(old)), len(plain_text(new))
    if max(lengths) > MAX_COMPARED_LINE or not budget.spend(sum(lengths) // 2):
        return [Stretch("deleted", old, []), Stretch("inserted", [], new)]
    known: dict[Style, Style] = {}
    before, after = Tokens(old, known), Tokens(new, known)
    pairs = align(before.said, after.said, budget)
    hunks = merge_small_gaps(hunks_between(pairs, len(before), len(after)), before, after)
    hunks = [slide_to_boundary(hunk, place, hunks, before, after) for place, hunk in enumerate(hunks)]
    return list(stretches(hunks, before, after))


def hunks_between(pairs: Pairs, old: int, new: int) -> list[Hunk]:
    hunks, a, b = [], 0, 0
    for one, other in [*pairs, (old, new)]:
        if one > a or other > b:
            hunks.append(Hunk(a, one, b, other))
        a, b = one + 1, other + 1
    return hunks


def merge_small_gaps(hunks: list[Hunk], old: Tokens, new: Tokens) -> list[Hunk]:
    """Merges changes if there are so few equal words between them that they would disturb a reader."""
    if len(hunks) < 2:
        return hunks
    counts = old.words_before(), new.words_before()
    joined: list[Hunk] = []
    for hunk in hunks:
        grown = hunk
        while joined and is_small_gap(joined[-1], grown, *counts):
            grown = joined.pop().to(grown)
        joined.append(grown)
    total = max(counts[0][-1], counts[1][-1])
    changed = sum(size_of(hunk, *counts) for hunk in joined)
    if len(joined) > 1 and total > MAX_WORDS_ALWAYS_COMPARED and total - changed < MIN_UNCHANGED_SHARE * total:
        return [Hunk(0, len(old), 0, len(new))]
    return joined


def size_of(hunk: Hunk, old: list[int], new: list[int]) -> int:
    """Returns the number of words of the longer side."""
    return max(old[hunk.a_end] - old[hunk.a], new[hunk.b_end] - new[hunk.b])


def is_small_gap(before: Hunk, after: Hunk, old: list[int], new: list[int]) -> bool:
    between = old[after.a] - old[before.a_end]
    if not between:
        return not is_one_sided(before) and not is_one_sided(after)
    return between * 2 <= min(size_of(before, old, new), size_of(after, old, new))


def is_one_sided(hunk: Hunk) -> bool:
    """Returns whether the hunk only adds or only removes."""
    return hunk.a == hunk.a_end or hunk.b == hunk.b_end


def slide_to_boundary(hunk: Hunk, place: int, hunks: list[Hunk], old: Tokens, new: Tokens) -> Hunk:
    """Moves an addition or removal along equal words, so that it starts at a word or a sentence."""
    if not is_one_sided(hunk):
        return hunk
    tokens, start, end = (new, hunk.b, hunk.b_end) if hunk.a == hunk.a_end else (old, hunk.a, hunk.a_end)
    left = hunk.a - (hunks[place - 1].a_end if place else 0)
    right = (hunks[place + 1].a if place + 1 < len(hunks) else len(old)) - hunk.a_end
    offsets = [0]
    # One equal token stays on each side, so that hunks do not touch.
    for offset in range(-1, -min(left, MAX_SLIDE), -1):
        if not tokens.are_equal(start + offset, end + offset):
            break
        offsets.append(offset)
    for offset in range(1, min(right, MAX_SLIDE)):
        if not tokens.are_equal(start + offset - 1, end + offset - 1):
            break
        offsets.append(offset)
    best = max(offsets, key=lambda offset: (tokens.start_score(start + offset), -abs(offset)))
    return Hunk(hunk.a + best, hunk.a_end + best, hunk.b + best, hunk.b_end + best)


def stretches(hunks: list[Hunk], old: Tokens, new: Tokens) -> Iterator[Stretch]:
    a, b = 0, 0
    for hunk in [*hunks, Hunk(len(old), len(old), len(new), len(new))]:
        yield from equal_words(old, new, Hunk(a, hunk.a, b, hunk.b))
        if hunk.a < hunk.a_end:
            yield Stretch("deleted", old.runs(hunk.a, hunk.a_end), [])
        if hunk.b < hunk.b_end:
            yield Stretch("inserted", [], new.runs(hunk.b, hunk.b_end))
        a, b = hunk.a_end, hunk.b_end


def equal_words(old: Tokens, new: Tokens, place: Hunk) -> Iterator[Stretch]:
    """Yields equal words, grouped by how their marks or links changed."""
    before, after = old.styles[place.a : place.a_end], new.styles[place.b : place.b_end]
    if before == after:
        if before:
            yield Stretch("same", runs := old.runs(place.a, place.a_end), runs)
        return
    a, b = place.a, place.b
    for change, pairs in groupby(zip(before, after, strict=True), key=restyling):
        size = len(list(pairs))
        yield Stretch("restyled" if change else "same", old.runs(a, a + size), new.runs(b, b + size))
        a, b = a + size, b + size


def restyling(pair: tuple[Style, Style]) -> tuple | None:
    return None if pair[0] is pair[1] else (*pair[0][:2], *pair[1][:2])
