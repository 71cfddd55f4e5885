"""Converts pipe tables to the `table` block."""

from typing import Any

from blog.markdown.nodes import Node

ALIGNMENTS = {"text-align:center": "centre", "text-align:right": "number"}


def table_value(
    columns: list[tuple[str, str]], rows: list[list[str]], *, header_column: bool = False
) -> dict[str, Any]:
    """`columns` are pairs of alignment and heading."""
    return {
        "table": {
            "columns": [{"type": kind, "heading": heading} for kind, heading in columns],
            "rows": [{"values": row} for row in rows],
            "caption": "",
        },
        "header_column": header_column,
    }


def alignment(cell: Node) -> str:
    return ALIGNMENTS.get(str(cell.token.attrs.get("style", "")).replace(" ", ""), "text")


def rows_of(table: Node) -> list[list[Node]]:
    return [row.children for part in table.children for row in part.children]
