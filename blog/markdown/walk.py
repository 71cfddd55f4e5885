"""Traverses stored blocks: their content, and their own rich text."""

from collections.abc import Callable, Iterator
from typing import Any

from blog.markdown.body import Block

HOLDING_CONTENT = ("quote", "callout", "details")

type ChangeText = Callable[[str], str]
type ChangeBlocks = Callable[[list[Block]], list[Block]]


def all_blocks(blocks: list[Block]) -> Iterator[Block]:
    """Yields every block in reading order, each container before its content."""
    for block in blocks:
        yield block
        for content in contents_of(block):
            yield from all_blocks(content)


def contents_of(block: Block) -> list[list[Block]]:
    """Returns the streams in a container: one, or one for each item of a list."""
    value = block["value"]
    if block["type"] in HOLDING_CONTENT:
        return [value.get("content") or []]
    if block["type"] == "list":
        return [item["value"].get("content") or [] for item in value.get("items") or []]
    return []


def with_contents(block: Block, change: ChangeBlocks) -> Block:
    value = block["value"]
    if block["type"] in HOLDING_CONTENT:
        return {**block, "value": {**value, "content": change(value.get("content") or [])}}
    if block["type"] == "list":
        return {**block, "value": {**value, "items": [with_content(item, change) for item in value.get("items") or []]}}
    return block


def with_content(item: Block, change: ChangeBlocks) -> Block:
    return {**item, "value": {**item["value"], "content": change(item["value"].get("content") or [])}}


def with_rich_text(block: Block, change: ChangeText) -> Block:
    """Returns the block with its own rich text changed, but not that of the blocks in it."""
    value: Any = block["value"]
    match block["type"]:
        case "text":
            value = change(value or "")
        case "image":
            value = with_caption(value, change)
        case "gallery":
            images = [{**item, "value": with_caption(item["value"], change)} for item in value.get("images") or []]
            value = {**with_caption(value, change), "images": images}
        case "table":
            table = value.get("table") or {}
            rows = [
                {**row, "values": [change(cell or "") for cell in row["values"]]} for row in table.get("rows") or []
            ]
            value = {**value, "table": {**table, "rows": rows}}
        case _:
            return block
    return {**block, "value": value}


def with_caption(value: dict[str, Any], change: ChangeText) -> dict[str, Any]:
    return {**value, "caption": change(value.get("caption") or "")}


def rich_texts(block: Block) -> list[str]:
    found: list[str] = []
    with_rich_text(block, lambda html: found.append(html) or html)
    return found
