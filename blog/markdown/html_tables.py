"""The cells of an HTML table by row and column."""

from collections.abc import Callable

from bs4 import Tag

from blog.markdown.body import NoBlock

MAX_COLUMNS = 100


def grid(rows: list[list[Tag]], *, when_joined: Callable[[], object]) -> list[list[Tag | None]]:
    """Returns the cells by row and column. A merged cell is in its first place, and its other places are None.

    Raises NoBlock if the table has more than MAX_COLUMNS columns.
    """
    taken: dict[tuple[int, int], Tag | None] = {}
    for at_row, row in enumerate(rows):
        at_column = 0
        for cell in row:
            while (at_row, at_column) in taken:
                at_column += 1
            high, wide = joined(cell, "rowspan"), joined(cell, "colspan")
            if high * wide > 1:
                when_joined()
            if at_column + wide > MAX_COLUMNS:
                raise NoBlock("html", f"<table> of more than {MAX_COLUMNS} columns")
            places = [(at_row + down, at_column + right) for down in range(high) for right in range(wide)]
            taken.update(dict.fromkeys(places))
            taken[at_row, at_column] = cell
    width = max((column for row, column in taken if row < len(rows)), default=-1) + 1
    return [[taken.get((row, column)) for column in range(width)] for row in range(len(rows))]


def joined(cell: Tag, name: str) -> int:
    written = str(cell.get(name) or "1").strip()
    return min(int(written), MAX_COLUMNS) if written.isdecimal() and int(written) else 1


def only_child(parent: Tag, child: Tag) -> bool:
    return all(part is child or not str(part).strip() for part in parent.children)
