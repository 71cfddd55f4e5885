"""Turns units back into blocks: the reverse of ``blog.history.diff.units.units_of``."""

from typing import Any

from blog.history.diff.units import Holder, Leaf, Node, Raw, Unit
from blog.markdown.body import Block
from blog.markdown.prose import Paragraph
from blog.markdown.runs import to_html

PICTURE_FIELDS = ("image", "alt_text", "decorative")


def blocks_of(units: list[Unit]) -> list[Block]:
    """Returns the blocks. Each paragraph and each list is one, which the normal form joins to prose."""
    return [block_of(unit.node) for unit in units]


def block_of(node: Node) -> Block:
    if isinstance(node, Paragraph):
        return {"type": "text", "value": node.html}
    if isinstance(node, Raw):
        return {"type": "markdown", "value": node.text}
    return {"type": node.kind, "value": holder_value(node) if isinstance(node, Holder) else leaf_value(node)}


def holder_value(node: Holder) -> dict[str, Any]:
    content = blocks_of(node.units)
    match node.kind:
        case "list":
            return {**node.fields, "items": content}
        case "gallery":
            return {"images": content, "caption": to_html(node.fields["caption"])}
    return {**node.fields, "content": content}


def leaf_value(node: Leaf) -> dict[str, Any] | None:
    fields = node.fields
    match node.kind:
        case "divider":
            return None
        case "image":
            picture = {name: fields[name] for name in PICTURE_FIELDS}
            return {**fields, "image": picture, "caption": to_html(fields["caption"])}
        case "table":
            table = {**node.table, "caption": fields["caption"]}
            return {"table": table, "header_column": fields["header_column"]}
        case "code":
            return {**fields, "code": node.lines}
        case "math":
            return {**fields, "tex": node.lines}
    return fields
