"""Extracts code whose lines may be elements."""

import re
from collections.abc import Iterator

from bs4 import NavigableString, Tag
from bs4.element import PageElement

from .styles import style_of
from .tree import CELLS, is_block

DISPLAYS_OF_LINES = {"block", "flex", "grid", "list-item", "table", "table-row"}
# Placeholders for the start and end of a line that is an element. They are in no text.
CODE_START, CODE_END = "\ue000", "\ue001"
INSTEAD = {"br": "\r", "img": " "}
LEADING_NUMBER = re.compile(r"\d{1,9}\b", re.ASCII)


def code_of(tag: Tag) -> str:
    for table in tag.find_all("table"):
        drop_numbers(table)
    pieces = re.split(f"([{CODE_START}{CODE_END}])", "".join(texts(tag)))
    lines = []
    for before, text, after in zip(["", *pieces[1::2]], pieces[::2], [*pieces[1::2], ""], strict=True):
        is_line = before == CODE_START and after == CODE_END
        # Between elements, one newline and the indentation belong to the HTML.
        words = text if is_line else text.removeprefix("\n")
        if is_line or words.strip(" \t"):
            lines.append(re.sub(r"[\n\r]\Z", "", words))
    return "\n".join(lines).replace("\r", "\n").strip("\n")


def lines_of(tag: Tag) -> Iterator[PageElement]:
    """The text of the code, with a newline after each line, and its pictures."""
    for line in code_of(tag).split("\n"):
        yield from (NavigableString(line), Tag(name="br"))
    yield from tag.find_all("img")


def texts(parent: Tag) -> Iterator[str]:
    for part in parent.children:
        if not isinstance(part, Tag):
            yield str(part).replace("\r\n", "\n").replace("\r", "\n")
        elif part.name in INSTEAD:
            yield INSTEAD[part.name]
        elif part.name == "tr":
            cells = ("".join(texts(cell)) if isinstance(cell, Tag) else cell.strip() for cell in part.children)
            yield f"{CODE_START}{' '.join(filter(None, cells))}{CODE_END}"
        elif is_block(part) or style_of(part).get("display") in DISPLAYS_OF_LINES:
            yield from (CODE_START, *texts(part), CODE_END)
        else:
            yield from texts(part)


def drop_numbers(table: Tag) -> None:
    """Removes a first column of line numbers."""
    firsts = [cells[0] for row in table.find_all("tr") if len(cells := row.find_all(CELLS, recursive=False)) > 1]
    numbers = " ".join(cell.get_text(" ") for cell in firsts).split()
    start = LEADING_NUMBER.match(" ".join(numbers))
    if start and numbers == [str(int(start[0]) + line) for line in range(len(numbers))]:
        for cell in firsts:
            cell.decompose()
