"""Finds the common elements of two sequences, in order: first unique anchors, then the shortest edit script.

Patience diff (Bram Cohen) finds the anchors, which are unique on both sides. Myers' greedy algorithm ("An O(ND)
Difference Algorithm", 1986) compares the elements between them. Both work within a budget. When it is spent, the rest
counts as different, which is never wrong.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence

from .budget import Budget

# Two spans without an anchor count as entirely different if they need more edits than this.
MAX_EDITS = 150
# So few edits are found faster than anchors.
MAX_EDITS_WITHOUT_ANCHORS = 12

type Pairs = list[tuple[int, int]]
type Span = tuple[int, int, int, int]


def align(old: Sequence[Hashable], new: Sequence[Hashable], budget: Budget) -> Pairs:
    """Returns the places (in old, in new) of equal elements that keep their order, ascending."""
    pairs: Pairs = []
    spans: list[Span] = [(0, len(old), 0, len(new))]
    while spans:
        span = trim_common_ends(old, new, spans.pop(), pairs)
        a, a_end, b, b_end = span
        if a == a_end or b == b_end or not budget.spend(a_end - a + b_end - b):
            continue
        here, there = old[a:a_end], new[b:b_end]
        if set(here).isdisjoint(there):
            continue
        if (few := myers(here, there, budget, most=MAX_EDITS_WITHOUT_ANCHORS)) is not None:
            pairs += [(a + one, b + other) for one, other in few]
            continue
        anchors = unique_anchors(old, new, span)
        if anchors:
            pairs += anchors
            spans += spans_between(anchors, span)
        else:
            pairs += shortest_script(old, new, span, budget)
    return sorted(pairs)


def trim_common_ends(old: Sequence[Hashable], new: Sequence[Hashable], span: Span, pairs: Pairs) -> Span:
    """Returns the span without its common start and end, and adds their pairs to ``pairs``."""
    a, a_end, b, b_end = span
    while a < a_end and b < b_end and old[a] == new[b]:
        pairs.append((a, b))
        a, b = a + 1, b + 1
    while a < a_end and b < b_end and old[a_end - 1] == new[b_end - 1]:
        a_end, b_end = a_end - 1, b_end - 1
        pairs.append((a_end, b_end))
    return a, a_end, b, b_end


def unique_anchors(old: Sequence[Hashable], new: Sequence[Hashable], span: Span) -> Pairs:
    a, a_end, b, b_end = span
    here, there = Counter(old[a:a_end]), Counter(new[b:b_end])
    unique = {one for one, count in here.items() if count == 1 and there.get(one) == 1}
    places = dict(zip(new[b:b_end], range(b, b_end), strict=True))
    return longest_increasing_subsequence(
        [(place, places[old[place]]) for place in range(a, a_end) if old[place] in unique]
    )


def longest_increasing_subsequence(pairs: Pairs) -> Pairs:
    """Returns the longest choice of pairs that ascend on both sides. The pairs ascend on the first side."""
    tops: list[int] = []
    at_top: list[int] = []
    before: list[int] = []
    for place, (_, other) in enumerate(pairs):
        pile = bisect_left(tops, other)
        before.append(at_top[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [other]
        at_top[pile : pile + 1] = [place]
    chosen = []
    place = at_top[-1] if at_top else -1
    while place >= 0:
        chosen.append(pairs[place])
        place = before[place]
    return chosen[::-1]


def spans_between(anchors: Pairs, span: Span) -> list[Span]:
    a, a_end, b, b_end = span
    starts = [(a, b), *((one + 1, other + 1) for one, other in anchors)]
    ends = [*anchors, (a_end, b_end)]
    spans = zip(starts, ends, strict=True)
    return [(a, a_end, b, b_end) for (a, b), (a_end, b_end) in spans if a < a_end and b < b_end]


def shortest_script(old: Sequence[Hashable], new: Sequence[Hashable], span: Span, budget: Budget) -> Pairs:
    """Compares only elements that are on both sides, so that new words among old ones cost nothing."""
    a, a_end, b, b_end = span
    shared = set(old[a:a_end]).intersection(new[b:b_end])
    here = [place for place in range(a, a_end) if old[place] in shared]
    there = [place for place in range(b, b_end) if new[place] in shared]
    pairs = myers([old[place] for place in here], [new[place] for place in there], budget) or []
    return [(here[one], there[other]) for one, other in pairs]


def myers(old: Sequence[Hashable], new: Sequence[Hashable], budget: Budget, *, most: int = MAX_EDITS) -> Pairs | None:
    """Returns the pairs of the shortest edit script, or None if it exceeds ``most`` edits or the budget."""
    old_end, new_end = len(old), len(new)
    most = min(most, old_end + new_end)
    # Indexed by diagonal. The middle diagonal has the index ``most + 1``.
    furthest = [0] * (2 * most + 3)
    trace: list[list[int]] = []
    for edits in range(most + 1):
        trace.append(furthest[most - edits : most + edits + 3])
        if not budget.spend(2 * edits + 1):
            return None
        for diagonal in range(-edits, edits + 1, 2):
            place = most + 1 + diagonal
            up, left = furthest[place + 1], furthest[place - 1]
            x = up if diagonal == -edits or (diagonal != edits and left < up) else left + 1
            y = x - diagonal
            while x < old_end and y < new_end and old[x] == new[y]:
                x, y = x + 1, y + 1
            furthest[place] = x
            if x >= old_end and y >= new_end:
                return backtrack(trace, old_end, new_end)
    return None


def backtrack(trace: list[list[int]], x: int, y: int) -> Pairs:
    """Follows ``trace`` back. It holds the places reached before each edit, on the diagonals from which it can come."""
    pairs: Pairs = []
    for edits in range(len(trace) - 1, -1, -1):
        diagonal = x - y
        left, _, up = trace[edits][diagonal + edits : diagonal + edits + 3]
        goes_down = diagonal == -edits or (diagonal != edits and left < up)
        start = up if goes_down else left
        start_y = start - (diagonal + 1 if goes_down else diagonal - 1)
        begin = start if goes_down else start + 1
        while x > begin and y:
            x, y = x - 1, y - 1
            pairs.append((x, y))
        x, y = start, start_y
    return pairs
