"""Ids for blocks that are about to be stored."""

import uuid
from typing import Any

from blog.markdown.body import Block


def with_ids(blocks: list[Block]) -> list[Block]:
    """The same blocks, each with an id. Wagtail takes an item of a list that has none for a value of an older form,
    finds nothing in it that it knows, and stores an empty item."""
    return [{**block, "value": _value_with_ids(block), "id": str(uuid.uuid4())} for block in blocks]


def _value_with_ids(block: Block) -> Any:
    value = block["value"]
    if block["type"] in ("quote", "callout"):
        return {**value, "content": with_ids(value["content"])}
    if block["type"] == "list":
        return {**value, "items": [_item_with_ids(item) for item in value["items"]]}
    return value


def _item_with_ids(item: Block) -> Block:
    content = with_ids(item["value"]["content"])
    return {**item, "value": {**item["value"], "content": content}, "id": str(uuid.uuid4())}
