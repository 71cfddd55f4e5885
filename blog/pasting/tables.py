"""Tables: merged cells are split, and blocks in a cell become a line of text or are moved after the table."""

from itertools import chain
from typing import TYPE_CHECKING

from bs4 import Tag

from blog.markdown.body import NoBlock
from blog.markdown.html_tables import MAX_COLUMNS, grid
from blog.markdown.runs import Run
from blog.markdown.write_parts import directive

from .losses import Loss, Lost
from .styles import style_of
from .tree import CELLS
from .words import inline, single_line

if TYPE_CHECKING:
    from .writer import Writer

RULES = {"center": ":-:", "right": "--:", "end": "--:"}
FLATTENED = ("table", "ul", "ol", "pre")


def table(writer: "Writer", tag: Tag, depth: int) -> list[str]:
    own_rows = [row for row in tag.find_all("tr") if row.find_parent("table") is tag]
    rows = [cells for row in own_rows if (cells := row.find_all(CELLS, recursive=False))]
    if len(rows) == 1 and len(rows[0]) == 1:
        # A frame around other content, as in mail and Google Docs.
        return writer.blocks(tag, depth + 1)
    try:
        cells = grid(rows, when_joined=lambda: writer.lost.append(Loss(Lost.JOINED_CELLS)))
    except NoBlock:
        writer.lost.append(Loss(Lost.WIDE_TABLE, str(MAX_COLUMNS)))
        return []
    for cell in chain.from_iterable(rows):
        cell.replace_with(Tag(name="br"))
    parts = parts_of(writer, tag, cells) if cells and cells[0] else []
    # Content outside cells is placed before the table, as in browsers.
    return [*writer.blocks(tag, depth + 1), *parts]


def parts_of(writer: "Writer", tag: Tag, cells: list[list[Tag | None]]) -> list[str]:
    has_head = all(cell.name == "th" for cell in cells[0] if cell) or tag.find("thead") is not None
    head = cells.pop(0) if has_head else [None] * len(cells[0])
    pictures: list[str] = []
    lines = [
        row_of([inline(single_line(cell_runs(writer, cell, pictures)), writer.raw) for cell in head]),
        row_of([rule(column) for column in zip(*(cells or [head]), strict=True)]),
        *(row_of([inline(cell_runs(writer, cell, pictures), writer.raw) for cell in row]) for row in cells),
    ]
    text, caption = "\n".join(lines), tag.find("caption", recursive=False)
    words = writer.plain(caption, pictures) if caption else ""
    has_names = bool(cells) and all(row[0] is None or row[0].name == "th" for row in cells)
    if words or has_names:
        text = directive("table", {"caption": words}, text, *(["header-column"] if has_names else []))
    return [text, *pictures]


def row_of(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def rule(column: tuple[Tag | None, ...]) -> str:
    """The delimiter of a column, with the alignment that all its cells have."""
    sides = {style_of(cell).get("text-align") or str(cell.get("align") or "") for cell in column if cell}
    return RULES.get(sides.pop(), "---") if len(sides) == 1 else "---"


def cell_runs(writer: "Writer", cell: Tag | None, pictures: list[str]) -> list[Run]:
    if cell is None:
        return []
    if cell.find(FLATTENED):
        writer.lost.append(Loss(Lost.PARTS_OF_A_CELL))
    found = len(pictures)
    runs = [run for child in cell.children for run in writer.runs(child, pictures)]
    if len(pictures) > found:
        writer.lost.append(Loss(Lost.PICTURE_IN_A_CELL))
    return runs
