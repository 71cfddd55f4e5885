"""Finds out which new unit replaces which old unit, and which units moved."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, pairwise

from .alignment import Pairs, align, longest_increasing_subsequence
from .budget import Budget
from .units import Unit

# The minimum similarity of units that are paired, in the same place and elsewhere.
MIN_SIMILARITY_IN_PLACE = 0.34
MIN_SIMILARITY_MOVED = 0.6
# Shorter units are probably new, not moved.
MIN_LETTERS_MOVED = 20
MIN_WORDS_MOVED = 8
# A word in more units than this does not identify any of them.
MAX_UNITS_PER_WORD = 8
MAX_UNIT_COMPARISONS = 900


# A place in old and in new; None if there is none on that side.
type Places = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Pairing:
    """Pairs (place in old, place in new): those that stayed in order, and those that moved."""

    in_place: Pairs
    moved: Pairs

    def in_order(self, old: int, new: int) -> Iterator[tuple[Places, bool]]:
        """Yields all places, each once, and whether the unit moved.

        The order is that of new; removed units are where they were. ``old`` and ``new`` are the numbers of units.
        """
        moved_from = {other: one for one, other in self.moved}
        gone = {one for one, _ in self.moved}
        for start, end in pairwise([(-1, -1), *self.in_place, (old, new)]):
            for one in range(start[0] + 1, end[0]):
                if one not in gone:
                    yield (one, None), False
            for other in range(start[1] + 1, end[1]):
                yield (moved_from.get(other), other), other in moved_from
            if end != (old, new):
                yield end, False


def pair_units(old: list[Unit], new: list[Unit], budget: Budget, *, moves_short: bool = False) -> Pairing:
    """With ``moves_short``, units that are too short to be recognized surely may have moved, too."""
    same = align([unit.source for unit in old], [unit.source for unit in new], budget)
    return Pairer(old, new, same, budget, moves_short=moves_short).pairing()


class Pairer:
    """Pairs the units that ``same`` leaves: by equal source, then by similarity, then by kind and order within a gap.

    A gap is the part between two neighbours of ``same``.
    """

    def __init__(
        self, old: list[Unit], new: list[Unit], same: Pairs, budget: Budget, *, moves_short: bool = False
    ) -> None:
        self.old, self.new, self.same, self.budget = old, new, same, budget
        self.gap_of_old = gaps_between([one for one, _ in same], len(old))
        self.gap_of_new = gaps_between([other for _, other in same], len(new))
        self.free_old, self.free_new = dict.fromkeys(self.gap_of_old), dict.fromkeys(self.gap_of_new)
        self.pairs: Pairs = []
        self.min_letters, self.min_words = (0, 0) if moves_short else (MIN_LETTERS_MOVED, MIN_WORDS_MOVED)

    def pairing(self) -> Pairing:
        self.take_equal()
        self.take_alike()
        self.take_the_only_ones()
        by_gap: dict[int, Pairs] = defaultdict(list)
        for one, other in sorted(self.pairs):
            if self.is_here(one, other):
                by_gap[self.gap_of_old[one]].append((one, other))
        stayed = [pair for pairs in by_gap.values() for pair in longest_increasing_subsequence(pairs)]
        return Pairing(sorted([*self.same, *stayed]), sorted(set(self.pairs).difference(stayed)))

    def is_here(self, one: int, other: int) -> bool:
        return self.gap_of_old[one] == self.gap_of_new[other]

    def take(self, one: int, other: int) -> None:
        self.pairs.append((one, other))
        del self.free_old[one], self.free_new[other]

    def take_equal(self) -> None:
        places: dict[str, list[int]] = defaultdict(list)
        for one in reversed(self.free_old):
            places[self.old[one].source].append(one)
        for other in list(self.free_new):
            source = self.new[other].source
            if places.get(source) and (len(source) >= self.min_letters or self.is_here(places[source][-1], other)):
                self.take(places[source].pop(), other)

    def take_alike(self) -> None:
        scored = sorted(self.candidates(), key=lambda found: (-found[0], found[1], found[2]))
        for _, one, other in scored:
            if one in self.free_old and other in self.free_new and self.old[one].kind == self.new[other].kind:
                self.take(one, other)

    def candidates(self) -> Iterator[tuple[float, int, int]]:
        """Yields likely pairs, as (similarity, place in old, place in new)."""
        near: dict[int, list[int]] = defaultdict(list)
        by_word: dict[str, list[int]] = defaultdict(list)
        for one in self.free_old:
            near[self.gap_of_old[one]].append(one)
            for word in self.old[one].words:
                by_word[word].append(one)
        rare = {word: places for word, places in by_word.items() if len(places) <= MAX_UNITS_PER_WORD}
        sizes = Counter(self.gap_of_new[other] for other in self.free_new)
        for other in self.free_new:
            gap, unit = self.gap_of_new[other], self.new[other]
            counted = Counter(chain.from_iterable(map(rare.__getitem__, unit.words & rare.keys())))
            most = max(counted.values(), default=0)
            wanted = dict.fromkeys(place for place, count in counted.items() if count * 2 > most)
            if len(near[gap]) * sizes[gap] <= MAX_UNIT_COMPARISONS:
                wanted |= dict.fromkeys(near[gap])
            if not self.budget.spend(len(wanted)):
                return
            for one in wanted:
                score = similarity(self.old[one], unit)
                if score >= (MIN_SIMILARITY_IN_PLACE if self.is_here(one, other) else self.min_similarity_moved(unit)):
                    yield score, one, other

    def min_similarity_moved(self, unit: Unit) -> float:
        return MIN_SIMILARITY_MOVED if len(unit.words) >= self.min_words else 2.0

    def take_the_only_ones(self) -> None:
        """Pairs the rest of a gap by kind, in order, if there are equally many. Excludes prose and dividers."""
        groups: dict[tuple[int, str], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for one in self.free_old:
            groups[self.gap_of_old[one], self.old[one].kind][0].append(one)
        for other in self.free_new:
            groups[self.gap_of_new[other], self.new[other].kind][1].append(other)
        for (_, kind), (before, after) in groups.items():
            if len(before) == len(after) and kind not in ("prose", "divider"):
                for one, other in zip(before, after, strict=True):
                    self.take(one, other)


def gaps_between(taken: list[int], length: int) -> dict[int, int]:
    """Returns, for each place that is not taken, the number of taken places before it."""
    gaps, gap, stops = {}, 0, set(taken)
    for place in range(length):
        if place in stops:
            gap += 1
        else:
            gaps[place] = gap
    return gaps


def similarity(old: Unit, new: Unit) -> float:
    """Returns how many of their words two units share, from 0 to 1."""
    words = len(old.words) + len(new.words)
    return 2 * len(old.words & new.words) / words if words else 0.0
