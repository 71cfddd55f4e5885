"""Handles stored bodies with unknown block types or invalid values, so that saving the post loses nothing.

Wagtail drops blocks of an unknown type and fails on invalid values; both would be lost when the post is saved. Here
such a block becomes a code block with the stored data.
"""

import json
import re
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from blog.rendering.characters import without_forbidden

type Raw = dict[str, Any]

# The fields with items, which have ids of their own.
ITEMS = {"list": "items", "gallery": "images"}
# The first number that is too large for a database.
LARGEST_NUMBER = 2**63
ROW_ID = re.compile("[0-9]{1,18}")


class MendingStreamBlock(blocks.StreamBlock):
    """A stream block that preserves all stored data, whatever it is."""

    def to_python(self, value: object) -> blocks.StreamValue:
        return super().to_python(value if is_native(value) else self.mended(value))

    def bulk_to_python(self, values: list[object]) -> list[blocks.StreamValue]:
        return super().bulk_to_python([self.mended(stream) for stream in values])

    def mended(self, stored: object) -> list[Raw]:
        """Raw blocks of known types with valid values."""
        if isinstance(stored, str):
            # A new post.
            if not stored.strip():
                return []
            try:
                # From a revision, an import or a command. Values of the column are not changed.
                stored = without_forbidden(json.loads(stored))
            except (ValueError, RecursionError):
                return [as_code(stored)]
        if not isinstance(stored, list):
            return [as_code(stored)] if stored else []
        return [self.mended_block(block) for block in stored]

    def mended_block(self, block: object) -> Raw:
        if not (isinstance(block, dict) and "value" in block and str(block.get("type")) in self.child_blocks):
            return as_code(block)
        value = straightened(block["type"], block["value"])
        if not fits(self.child_blocks[block["type"]], value):
            return as_code(block)
        return {**block, "value": value}


def straightened(kind: str, value: object) -> object:
    """The value without empty fields, with an id on each list item, and with table rows of equal length."""
    if not isinstance(value, dict):
        return value
    value = without_nothing(value)
    field = ITEMS.get(kind)
    if field and isinstance(value.get(field), list):
        return {**value, field: [with_id(item) for item in value[field]]}
    return {**value, "table": evened(value["table"])} if isinstance(value.get("table"), dict) else value


def without_nothing(value: Raw) -> Raw:
    """The value without the empty fields of a picture that was never chosen."""
    return {
        name: without_nothing(part) if isinstance(part, dict) else part
        for name, part in value.items()
        if part is not None
    }


def with_id(item: object) -> object:
    return without_nothing({"id": str(uuid4()), **item}) if isinstance(item, dict) else item


def stored_id(text: object) -> int | None:
    """The id in a link of rich text, or None if it is not a valid id."""
    return int(text) if ROW_ID.fullmatch(str(text)) else None


def is_native(value: object) -> bool:
    """Whether the value was set by code and is not stored data: a StreamValue, nothing, or (type, value) pairs."""
    if isinstance(value, list):
        return all(isinstance(part, tuple) for part in value)
    return value is None or isinstance(value, blocks.StreamValue)


def as_code(stored: object) -> Raw:
    """A code block with the stored data and the same id."""
    is_block = isinstance(stored, dict)
    text = stored if isinstance(stored, str) else json.dumps(stored, indent=2, ensure_ascii=False)
    value = {
        "code": text,
        "language": "" if isinstance(stored, str) else "json",
        "file_name": "",
        "marked_lines": "",
        "line_numbers": False,
        "caption": _("This part is stored in a form that this site does not know."),
    }
    identity = {"id": stored["id"]} if is_block and isinstance(stored.get("id"), str) else {}
    return {"type": "code", "value": value, **identity}


def fits(block: blocks.Block, value: object) -> bool:
    """Whether a stored value is valid for the block. Missing fields are valid, because they get their default."""
    match block:
        case blocks.StructBlock():
            return isinstance(value, dict) and all(
                fits(child, value[name]) for name, child in block.child_blocks.items() if name in value
            )
        case ListBlock():
            return isinstance(value, list) and all(fits_item(block.child_block, item) for item in value)
        case TypedTableBlock():
            return isinstance(value, dict) and fits_table(block, value)
        case blocks.StreamBlock():
            return True  # It mends its own children.
    return fits_leaf(block, value)


def fits_leaf(block: blocks.Block, value: object) -> bool:
    match block:
        case blocks.BooleanBlock() | blocks.StaticBlock():
            return not isinstance(value, (dict, list))
        case blocks.IntegerBlock() | blocks.ChooserBlock():
            return value is None or (isinstance(value, int) and abs(value) < LARGEST_NUMBER)
    return isinstance(value, str)


def fits_item(block: blocks.Block, item: object) -> bool:
    return isinstance(item, dict) and isinstance(item.get("id"), str) and fits(block, item.get("value"))


def fits_table(block: TypedTableBlock, table: Raw) -> bool:
    columns, rows = table.get("columns"), table.get("rows")
    if not isinstance(columns, list) or not isinstance(rows, list) or not isinstance(table.get("caption", ""), str):
        return False
    known = all(is_column(block, column) for column in columns)
    cells = (cell for row in rows for cell in row["values"]) if all(map(is_row, rows)) else [None]
    return known and all(isinstance(cell, str) for cell in cells)


def is_column(block: TypedTableBlock, column: object) -> bool:
    return (
        isinstance(column, dict)
        and str(column.get("type")) in block.child_blocks
        and isinstance(column.get("heading"), str)
    )


def is_row(row: object) -> bool:
    return isinstance(row, dict) and isinstance(row.get("values"), list)


def evened(table: Raw) -> Raw:
    """The stored table, with columns and rows extended to the longest row."""
    columns, rows = table.get("columns"), table.get("rows")
    if not isinstance(columns, list) or not isinstance(rows, list) or not all(map(is_row, rows)):
        return table
    width = max([len(columns), *(len(row["values"]) for row in rows)])
    columns = columns + [{"type": "text", "heading": ""}] * (width - len(columns))
    rows = [{**row, "values": row["values"] + [""] * (width - len(row["values"]))} for row in rows]
    return {**table, "columns": columns, "rows": rows}
