"""Compares lists of units, and the changes within a unit."""

from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from blog.markdown.prose import Paragraph
from blog.markdown.runs import Run

from .budget import Budget
from .lines import Line, compare_lines
from .pairing import Pairing, pair_units
from .tables import TableDiff, compare_tables
from .units import Holder, Leaf, Node, Raw, Unit, Value
from .words import Stretch, compare_runs

type Change = Literal["same", "added", "removed", "changed", "moved", "moved-changed"]

# Fields that are compared word by word; others are compared as a whole.
TEXT_FIELDS = frozenset(("alt_text", "caption", "credit", "description", "site_name", "source", "summary", "title"))


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a block, before and after. A field with text has ``stretches``."""

    name: str
    old: Value
    new: Value
    stretches: list[Stretch] | None = None

    @property
    def is_changed(self) -> bool:
        return self.old != self.new


@dataclass(frozen=True)
class Detail:
    """The changes within a unit: its fields and, depending on its kind, words, lines, cells or units."""

    old: Node
    new: Node
    fields: list[Field] = field(default_factory=list)
    stretches: list[Stretch] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    table: TableDiff | None = None
    parts: list["Part"] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return "prose" if isinstance(self.new, Paragraph) else self.new.kind

    @property
    def changed_fields(self) -> list[Field]:
        return [field for field in self.fields if field.is_changed]

    @property
    def has_other_tag(self) -> bool:
        return isinstance(self.old, Paragraph) and self.old.tag != self.new.tag

    @cached_property
    def is_empty(self) -> bool:
        """Whether readers see no difference, although the Markdown differs."""
        inside = [*self.stretches, *self.lines]
        return (
            not (self.changed_fields or self.has_other_tag)
            and all(piece.kind == "same" for piece in inside)
            and all(part.change == "same" for part in self.parts)
            and (self.table is None or self.table.is_empty)
        )


class Part:
    """A unit with its places in the old and the new content. Both are None on a side without the unit."""

    def __init__(
        self, old: Unit | None, new: Unit | None, places: tuple[int | None, int | None], budget: Budget
    ) -> None:
        self.old, self.new = old, new
        self.old_place, self.new_place = places
        self.budget = budget
        self.move: Literal["", "up", "down"] = ""

    @cached_property
    def detail(self) -> Detail:
        """The changes within the unit. A unit that is only on one side is shown as unchanged."""
        one, other = self.old or self.new, self.new or self.old
        return compare_nodes(one.node, other.node, self.budget)

    @cached_property
    def says_the_same(self) -> bool:
        if self.old is None or self.new is None:
            return False
        return self.old.source == self.new.source or self.detail.is_empty

    @property
    def change(self) -> Change:
        if self.old is None or self.new is None:
            return "added" if self.new else "removed"
        if self.move:
            return "moved" if self.says_the_same else "moved-changed"
        return "same" if self.says_the_same else "changed"


def compare_units(old: list[Unit], new: list[Unit], budget: Budget) -> list[Part]:
    """Returns the parts in the order of the new content, with removed units where they were."""
    pairing = pair_units(old, new, budget)
    return list(parts_in_order(pairing, old, new, budget))


def parts_in_order(pairing: Pairing, old: list[Unit], new: list[Unit], budget: Budget) -> Iterator[Part]:
    # Whether a unit moved up or down depends on the number of units before it that stayed in place.
    stayed = [[pair[side] for pair in pairing.in_place] for side in (0, 1)]
    for (one, other), is_moved in pairing.in_order(len(old), len(new)):
        part = Part(None if one is None else old[one], None if other is None else new[other], (one, other), budget)
        if is_moved and one is not None and other is not None:
            before, after = bisect(stayed[0], one), bisect(stayed[1], other)
            part.move = "up" if (before, one) > (after, other) else "down"
        yield part


def compare_nodes(old: Node, new: Node, budget: Budget) -> Detail:
    if isinstance(old, Paragraph) and isinstance(new, Paragraph):
        return Detail(old, new, stretches=compare_runs(old.runs, new.runs, budget))
    if isinstance(old, Raw) and isinstance(new, Raw):
        return Detail(old, new, lines=compare_lines(old.text, new.text, budget))
    if isinstance(old, Holder) and isinstance(new, Holder):
        return Detail(
            old, new, compare_fields(old.fields, new.fields, budget), parts=compare_units(old.units, new.units, budget)
        )
    if isinstance(old, Leaf) and isinstance(new, Leaf):
        fields = compare_fields(old.fields, new.fields, budget)
        lines = compare_lines(old.lines or "", new.lines or "", budget) if old.lines is not None else []
        return Detail(old, new, fields, lines=lines, table=compare_tables(old.table, new.table, budget))
    message = f"{old!r} and {new!r} are of different kinds and cannot be compared."
    raise TypeError(message)


def compare_fields(old: dict[str, Value], new: dict[str, Value], budget: Budget) -> list[Field]:
    return [compare_field(name, old.get(name), value, budget) for name, value in new.items()]


def compare_field(name: str, old: Value, new: Value, budget: Budget) -> Field:
    if isinstance(new, list):
        return Field(name, old, new, compare_runs(old, new, budget))
    if name in TEXT_FIELDS:
        return Field(name, old, new, compare_text(str(old or ""), str(new or ""), budget))
    return Field(name, old, new)


def compare_text(old: str, new: str, budget: Budget) -> list[Stretch]:
    """Compares plain text."""
    return compare_runs([Run(old)] if old else [], [Run(new)] if new else [], budget)
