"""Adds ids to blocks that are about to be stored."""

import uuid

from blog.markdown.body import Block
from blog.markdown.walk import with_contents


def with_ids(blocks: list[Block]) -> list[Block]:
    """Returns the blocks, each with an id.

    Wagtail treats a list item without an id as a value of an older format, finds nothing that it knows in it, and
    stores an empty item.
    """
    return [named(with_contents(with_item_ids(block), with_ids)) for block in blocks]


def named(block: Block) -> Block:
    return block if block.get("id") else {**block, "id": str(uuid.uuid4())}


def with_item_ids(block: Block) -> Block:
    field = {"list": "items", "gallery": "images"}.get(block["type"])
    if field is None:
        return block
    return {**block, "value": {**block["value"], field: [named(item) for item in block["value"][field]]}}
