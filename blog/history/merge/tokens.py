"""Merges sequences of words or lines (diff3: Khanna, Kunal, Pierce, "A Formal Investigation of Diff3", 2007)."""

from collections.abc import Hashable, Iterator, Sequence
from typing import Any, NamedTuple

from blog.history.diff.alignment import align
from blog.history.diff.budget import Budget
from blog.history.diff.tokens import Style, Tokens
from blog.history.diff.words import MAX_SLIDE, hunks_between
from blog.markdown.runs import Run, normal_runs

# Two sides may change one paragraph if at least so many unchanged words are between their changes.
MIN_WORDS_APART = 5


class Conflicting(Exception):  # noqa: N818 - it is a result, not an error
    """Both sides changed the same place in different ways."""


def three_way(base: Any, ours: Any, theirs: Any) -> Any:
    """Returns the value of the side that changed it. Raises Conflicting if both changed it in different ways."""
    if ours in (base, theirs):
        return theirs
    if theirs == base:
        return ours
    raise Conflicting


def merge_runs(base: list[Run], ours: list[Run], theirs: list[Run], budget: Budget) -> list[Run]:
    """Merges lines of text by word. A word with another mark or link is another word."""
    known: dict[Style, Style] = {}
    tokens = [Tokens(runs, known) for runs in (base, ours, theirs)]
    words = [list(zip(side.said, side.styles, strict=True)) for side in tokens]
    merged = merge_tokens(*words, budget, counts=tokens[0].words_before(), apart=MIN_WORDS_APART)
    return normal_runs(Run("" if entity else word, marks, link, entity) for word, (marks, link, entity) in merged)


def merge_lines(base: str, ours: str, theirs: str, budget: Budget) -> str:
    """Merges lines of code. At least one unchanged line must be between the changes of both sides."""
    lines = [text.split("\n") for text in (base, ours, theirs)]
    return "\n".join(merge_tokens(*lines, budget, counts=range(len(lines[0]) + 1), apart=1))


class Change(NamedTuple):
    """``base[start:end]`` became ``new``. The same change could stand anywhere between ``first`` and ``last``."""

    start: int
    end: int
    new: tuple[Any, ...]
    first: int
    last: int


def merge_tokens[Token: Hashable](
    base: list[Token], ours: list[Token], theirs: list[Token], budget: Budget, *, counts: Sequence[int], apart: int
) -> list[Token]:
    """Returns ``base`` with the changes of both sides, and with a change that both made once.

    ``counts`` are the words before each place of ``base``. Raises Conflicting if fewer than ``apart`` are between.
    """
    changes = [set(changes_of(base, side, budget)) for side in (ours, theirs)]
    ends = [None, None]
    for change in sorted(changes[0] ^ changes[1], key=lambda change: change.first):
        side = 0 if change in changes[0] else 1
        other = ends[1 - side]
        if other is not None and counts[change.first] - counts[other] < apart:
            raise Conflicting
        ends[side] = max(change.last, ends[side] or 0)
    merged, at = [], 0
    for change in sorted(changes[0] | changes[1], key=lambda change: (change.start, change.end)):
        merged += [*base[at : change.start], *change.new]
        at = change.end
    return merged + base[at:]


def changes_of(base: Sequence[Hashable], new: Sequence[Hashable], budget: Budget) -> Iterator[Change]:
    for a, a_end, b, b_end in hunks_between(align(base, new, budget), len(base), len(new)):
        before = after = 0
        if a == a_end:
            before, after = slack(new, b, b_end)
        elif b == b_end:
            before, after = slack(base, a, a_end)
        yield Change(a, a_end, tuple(new[b:b_end]), a - before, a_end + after)


def slack(tokens: Sequence[Hashable], start: int, end: int) -> tuple[int, int]:
    """Returns how far ``tokens[start:end]`` can move to the left and to the right without a difference."""
    left = right = 0
    while left < min(start, MAX_SLIDE) and tokens[start - left - 1] == tokens[end - left - 1]:
        left += 1
    while right < min(len(tokens) - end, MAX_SLIDE) and tokens[start + right] == tokens[end + right]:
        right += 1
    return left, right
