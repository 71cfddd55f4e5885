"""Compares code, formulas and Markdown line by line, and changed lines word by word."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from blog.markdown.runs import Run

from .alignment import align
from .budget import Budget
from .pairing import pair_units
from .units import Raw, Unit, unit_with_node
from .words import Stretch, compare_runs


@dataclass(frozen=True, slots=True)
class Line:
    """Numbers count from 1. Removed lines have stretches of kind same and deleted, added lines same and inserted."""

    kind: Literal["same", "removed", "added"]
    old_number: int | None
    new_number: int | None
    stretches: list[Stretch]


def compare_lines(old: str, new: str, budget: Budget) -> list[Line]:
    """Returns lines. Those that are not added form the old text; those that are not removed form the new text."""
    before, after = old.split("\n"), new.split("\n")
    lines, a, b = [], 0, 0
    for one, other in [*align(before, after, budget), (len(before), len(after))]:
        lines += changed_lines(before[a:one], after[b:other], a + 1, b + 1, budget)
        if one < len(before):
            lines.append(Line("same", one + 1, other + 1, same(before[one])))
        a, b = one + 1, other + 1
    return lines


def changed_lines(old: list[str], new: list[str], first_old: int, first_new: int, budget: Budget) -> Iterator[Line]:
    """Yields removed lines, then added ones. If a line replaces another, both have their changed words marked."""
    pairs = pair_units([line_unit(line) for line in old], [line_unit(line) for line in new], budget).in_place
    words = [(one, other, compare_runs(runs(old[one]), runs(new[other]), budget)) for one, other in pairs]
    became = {one: side(stretches, "deleted") for one, _, stretches in words}
    came = {other: side(stretches, "inserted") for _, other, stretches in words}
    for place, line in enumerate(old):
        yield Line("removed", first_old + place, None, became.get(place) or same(line))
    for place, line in enumerate(new):
        yield Line("added", None, first_new + place, came.get(place) or same(line))


def side(stretches: list[Stretch], kind: str) -> list[Stretch]:
    return [stretch for stretch in stretches if stretch.kind in ("same", kind)]


def line_unit(line: str) -> Unit:
    return unit_with_node(line, Raw(line))


def runs(line: str) -> list[Run]:
    return [Run(line)] if line else []


def same(line: str) -> list[Stretch]:
    return [Stretch("same", runs(line), runs(line))] if line else []
