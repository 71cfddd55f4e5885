"""Compares tables by cell. Columns are matched by heading, rows by content."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from blog.markdown.prose import inline_runs
from blog.markdown.runs import Run, to_html

from .alignment import align
from .budget import Budget
from .pairing import Places, pair_units
from .units import Raw, Unit, unit_with_node
from .words import Stretch, compare_runs

type Change = Literal["same", "added", "removed", "changed", "moved"]


@dataclass(frozen=True, slots=True)
class Cell:
    change: Change
    stretches: list[Stretch]


@dataclass(frozen=True, slots=True)
class Row:
    change: Change
    places: Places
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class TableDiff:
    columns: list[Places]
    # The old and new type of each column, or None if it did not change.
    kinds: list[tuple[str, str] | None]
    heading: Row
    rows: list[Row]

    @property
    def is_empty(self) -> bool:
        return not any(self.kinds) and all(row.change == "same" for row in (self.heading, *self.rows))


def compare_tables(old: dict[str, Any] | None, new: dict[str, Any] | None, budget: Budget) -> TableDiff | None:
    if old is None or new is None:
        return None
    headings = [[column["heading"] or "" for column in table["columns"]] for table in (old, new)]
    columns = matched_columns(*headings, budget)
    heads = Cells(columns, *([[runs_of_words(text) for text in texts]] for texts in headings), budget)
    body = Cells(columns, *([row_runs(row) for row in table["rows"]] for table in (old, new)), budget)
    return TableDiff(columns, kinds_of(columns, old, new), heads.row((0, 0)), list(body.rows()))


def matched_columns(old: list[str], new: list[str], budget: Budget) -> list[Places]:
    """Matches columns by equal headings. Between those, equally many columns are matched in order."""
    pairs = align(old, new, budget)
    columns: list[Places] = []
    for start, end in pairwise([(-1, -1), *pairs, (len(old), len(new))]):
        before, after = range(start[0] + 1, end[0]), range(start[1] + 1, end[1])
        if len(before) == len(after):
            columns += zip(before, after, strict=True)
        else:
            columns += [*((one, None) for one in before), *((None, other) for other in after)]
        columns += [end] if end[0] < len(old) else []
    return columns


def kinds_of(columns: list[Places], old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, str] | None]:
    def kinds(one: int | None, other: int | None) -> tuple[str, str] | None:
        if one is None or other is None:
            return None
        before, after = old["columns"][one]["type"], new["columns"][other]["type"]
        return (before, after) if before != after else None

    return [kinds(*places) for places in columns]


def runs_of_words(text: str) -> list[Run]:
    return [Run(text)] if text else []


def row_runs(row: dict[str, Any]) -> list[list[Run]]:
    return [inline_runs(cell or "") for cell in row["values"]]


class Cells:
    """The rows of two tables whose columns are already matched. A cell is a list of runs."""

    def __init__(
        self, columns: list[Places], old: list[list[list[Run]]], new: list[list[list[Run]]], budget: Budget
    ) -> None:
        self.columns, self.old, self.new, self.budget = columns, old, new, budget

    def rows(self) -> Iterator[Row]:
        pairing = pair_units([row_unit(row) for row in self.old], [row_unit(row) for row in self.new], self.budget)
        for places, is_moved in pairing.in_order(len(self.old), len(self.new)):
            yield self.row(places, is_moved=is_moved)

    def row(self, places: Places, *, is_moved: bool = False) -> Row:
        one, other = places
        if one is None or other is None:
            whole: Change = "added" if one is None else "removed"
            source = self.new[other] if one is None else self.old[one]
            side = 1 if one is None else 0
            cells = [
                Cell("same", same(source[places[side]])) if places[side] is not None else BLANK
                for places in self.columns
            ]
            return Row(whole, places, cells)
        cells = [self.cell(self.old[one], self.new[other], *columns) for columns in self.columns]
        is_same = all(cell.change == "same" for cell in cells)
        return Row("moved" if is_moved else "same" if is_same else "changed", places, cells)

    def cell(self, old: list[list[Run]], new: list[list[Run]], one: int | None, other: int | None) -> Cell:
        if other is None:
            return Cell("removed", same(old[one]))
        if one is None:
            return Cell("added", same(new[other]))
        stretches = compare_runs(old[one], new[other], self.budget)
        return Cell("changed" if any(stretch.kind != "same" for stretch in stretches) else "same", stretches)


BLANK = Cell("same", [])


def same(runs: list[Run]) -> list[Stretch]:
    return [Stretch("same", runs, runs)] if runs else []


def row_unit(row: list[list[Run]]) -> Unit:
    return unit_with_node("\n".join(map(to_html, row)), Raw(""))
