"""Merges lists of units (paragraphs, items, rows, blocks), and what is in a unit that both sides changed."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, groupby, pairwise
from typing import Any, NamedTuple

from blog.history.diff.budget import Budget
from blog.history.diff.pairing import pair_units
from blog.history.diff.units import Holder, Leaf, Node, Raw, Unit, unit_with_node
from blog.markdown.prose import Paragraph

from .tokens import Conflicting, merge_lines, merge_runs, three_way

# A unit of the base has its place there as key, in all three texts. A new unit has its source, and its number among
# the new units of its side with this source, so that both sides may add the same unit.
type Key = int | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Clash:
    """Units that both sides changed in different ways."""

    base: list[Unit]
    ours: list[Unit]
    theirs: list[Unit]


class Span(NamedTuple):
    """The first places in base, ours and theirs, and the places after the last ones."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]


class Side:
    """The units of one side, each with its key."""

    def __init__(self, base: list[Unit], units: list[Unit], budget: Budget) -> None:
        pairing = pair_units(base, units, budget, moves_short=True)
        self.stayed, self.moved = dict(pairing.in_place), dict(pairing.moved)
        old = {place: key for key, place in [*pairing.in_place, *pairing.moved]}
        added: Counter[str] = Counter()
        self.keys: list[Key] = []
        for place, unit in enumerate(units):
            added[unit.source] += place not in old
            self.keys.append(old.get(place, (unit.source, added[unit.source])))
        self.units = dict(zip(self.keys, units, strict=True))


def merge_units(base: list[Unit], ours: list[Unit], theirs: list[Unit], budget: Budget) -> list[Unit | Clash]:
    return list(UnitMerge(base, ours, theirs, budget).parts())


class UnitMerge:
    """Merges by key: which units there are and in which order, then the content of each unit.

    A span is a unit that stayed in place on both sides, or what is between two of those.
    """

    def __init__(self, base: list[Unit], ours: list[Unit], theirs: list[Unit], budget: Budget) -> None:
        self.base, self.texts, self.budget = base, (base, ours, theirs), budget
        self.sides = Side(base, ours, budget), Side(base, theirs, budget)
        self.copies = Counter(sources(base)) | Counter(sources(ours)) | Counter(sources(theirs))
        self.spans = list(self.spans_in_order())
        self.keys = [self.keys_in(span) for span in self.spans]
        # The keys of each span in the result; None if both sides changed them in different ways.
        self.chosen = [chosen_keys(*keys) for keys in self.keys]
        self.merged: dict[Key, Unit] = {}

    def parts(self) -> Iterator[Unit | Clash]:
        clashes = self.clashes()
        for is_clash, group in groupby(range(len(self.spans)), key=clashes.__contains__):
            numbers = list(group)
            if is_clash:
                yield from self.whole(Span(self.spans[numbers[0]].starts, self.spans[numbers[-1]].ends))
            else:
                yield from (self.merged[key] for number in numbers for key in self.chosen[number] or ())

    def spans_in_order(self) -> Iterator[Span]:
        ours, theirs = (side.stayed for side in self.sides)
        stable = [(place, ours[place], theirs[place]) for place in sorted(ours.keys() & theirs)]
        ends = tuple(map(len, self.texts))
        for before, after in pairwise([(-1, -1, -1), *stable, ends]):
            starts = after_these(before)
            if starts != after:
                yield Span(starts, after)
            if after != ends:
                yield Span(after, after_these(after))

    def keys_in(self, span: Span) -> list[list[Key]]:
        keys = [range(len(self.base)), *(side.keys for side in self.sides)]
        return [list(side[start:end]) for side, start, end in zip(keys, *span, strict=True)]

    def units_in(self, span: Span) -> list[list[Unit]]:
        return [text[start:end] for text, start, end in zip(self.texts, *span, strict=True)]

    def whole(self, span: Span) -> list[Unit] | list[Clash]:
        """Returns the units of the side that changed the span, or a conflict."""
        base, ours, theirs = self.units_in(span)
        if sources(ours) in (sources(base), sources(theirs)):
            return theirs
        return ours if sources(theirs) == sources(base) else [Clash(base, ours, theirs)]

    def clashes(self) -> set[int]:
        """Returns the numbers of the spans that are conflicts.

        A conflict includes every place of its units, so that no unit appears in it and again elsewhere. It also
        includes the changed spans directly around it, because a side may have moved words between them.
        """
        numbers: dict[Key, list[int]] = defaultdict(list)
        for number, keys in enumerate(self.keys):
            for key in set(chain(*keys)):
                numbers[key].append(number)
        waiting = [number for number, chosen in enumerate(self.chosen) if chosen is None]
        waiting += [numbers[key][0] for key in self.unmergeable()]
        clashes: set[int] = set()
        while waiting:
            number = waiting.pop()
            if number in clashes:
                continue
            clashes.add(number)
            waiting += [beside for beside in (number - 1, number + 1) if self.is_changed(beside)]
            for key in chain(*self.keys[number]):
                reach = range(numbers[key][0], numbers[key][-1] + 1)
                waiting += reach if self.budget.spend(len(reach)) else ()
        return clashes

    def is_changed(self, number: int) -> bool:
        if not 0 <= number < len(self.spans):
            return False
        base, ours, theirs = map(sources, self.units_in(self.spans[number]))
        return not base == ours == theirs

    def unmergeable(self) -> Iterator[Key]:
        """Yields what would appear twice, what one side removed and the other changed, and what both changed.

        Merges the units of the result.
        """
        result = Counter(chain(*filter(None, self.chosen)))
        for key, count in result.items():
            try:
                self.merged[key] = self.merge_unit(key)
            except Conflicting:
                yield key
            if count > 1:
                yield key
        for place, unit in enumerate(self.base):
            if place not in result and any(side.units.get(place, unit).source != unit.source for side in self.sides):
                yield place

    def merge_unit(self, key: Key) -> Unit:
        """Merges the content of a unit. Raises Conflicting.

        What one side changed applies where the other side moved the unit, if no text has the unit twice.
        """
        units = [side.units[key] for side in self.sides if key in side.units]
        if not isinstance(key, int):
            return units[0]
        if len(units) < len(self.sides):
            raise Conflicting
        base, (ours, theirs) = self.base[key], units
        is_moved = any(key in side.moved for side in self.sides)
        if is_moved and self.copies[base.source] > 1 and not base.source == ours.source == theirs.source:
            raise Conflicting
        try:
            source = three_way(base.source, ours.source, theirs.source)
        except Conflicting:
            if is_moved:
                raise
            return unit_with_node("", merge_nodes(base.node, ours.node, theirs.node, self.budget))
        return ours if source == ours.source else theirs


def chosen_keys(base: list[Key], ours: list[Key], theirs: list[Key]) -> list[Key] | None:
    try:
        return three_way(base, ours, theirs)
    except Conflicting:
        return None


def after_these(places: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(place + 1 for place in places)


def sources(units: list[Unit]) -> list[str]:
    return [unit.source for unit in units]


def merge_nodes(base: Node, ours: Node, theirs: Node, budget: Budget) -> Node:
    """Merges the content of a unit that both sides changed. Raises Conflicting."""
    match base, ours, theirs:
        case Paragraph(), Paragraph(), Paragraph():
            tag = three_way(base.tag, ours.tag, theirs.tag)
            return Paragraph(tag, merge_runs(base.runs, ours.runs, theirs.runs, budget))
        case Raw(), Raw(), Raw():
            return Raw(merge_lines(base.text, ours.text, theirs.text, budget))
        case Holder(), Holder(), Holder():
            fields = merge_fields(base.fields, ours.fields, theirs.fields)
            return Holder(base.kind, merge_content(base.units, ours.units, theirs.units, budget), fields)
        case Leaf(), Leaf(), Leaf():
            return merge_leaves(base, ours, theirs, budget)
    raise Conflicting


def merge_fields(base: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any]) -> dict[str, Any]:
    return {name: three_way(base.get(name), ours.get(name), theirs.get(name)) for name in base | ours | theirs}


def merge_content(base: list[Unit], ours: list[Unit], theirs: list[Unit], budget: Budget) -> list[Unit]:
    """Merges what is in a unit, where every conflict is one of the whole unit."""
    units = []
    for part in merge_units(base, ours, theirs, budget):
        if isinstance(part, Clash):
            raise Conflicting
        units.append(part)
    return units


def merge_leaves(base: Leaf, ours: Leaf, theirs: Leaf, budget: Budget) -> Leaf:
    leaves = base, ours, theirs
    fields = merge_fields(base.fields, ours.fields, theirs.fields)
    lines = table = None
    if base.lines is not None:
        if fields.get("marked_lines"):
            # These are numbers of lines, so that only one side may change them or the number of lines.
            three_way(*((leaf.lines.count("\n"), leaf.fields["marked_lines"]) for leaf in leaves))
        lines = merge_lines(base.lines, ours.lines, theirs.lines, budget)
    if base.table is not None:
        table = merge_tables(base.table, ours.table, theirs.table, budget)
    return Leaf(base.kind, fields, lines, table)


def merge_tables(base: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any], budget: Budget) -> dict[str, Any]:
    tables = base, ours, theirs
    columns = merge_columns(*(table["columns"] for table in tables))
    rows = merge_content(*([row_unit(row["values"]) for row in table["rows"]] for table in tables), budget)
    return {"columns": columns, "rows": [{"values": list(row.node.fields.values())} for row in rows]}


def merge_columns(*tables: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Raises Conflicting also if a side added, removed or moved columns, because rows are merged cell by cell."""
    base, *_ = headings = [[column["heading"] for column in columns] for columns in tables]
    for side in headings:
        if len(side) != len(base) or any(name in base and name != base[place] for place, name in enumerate(side)):
            raise Conflicting
    return [merge_fields(*columns) for columns in zip(*tables, strict=True)]


def row_unit(cells: list[str]) -> Unit:
    return unit_with_node("\n".join(cells), Leaf("row", {str(number): cell for number, cell in enumerate(cells)}))
