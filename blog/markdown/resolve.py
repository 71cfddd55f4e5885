"""Addresses in a body to the site's own pages, documents and pictures."""

import re
from collections.abc import Callable
from html import escape, unescape
from typing import Any

from blog.markdown.body import Block, Body, NoBlock, Note
from blog.markdown.builder import BlockList
from blog.markdown.inline import linkable

type FindLink = Callable[[str], dict[str, str] | None]
type FindImage = Callable[[str], int | None]

LINK = re.compile(r'<a href="([^"]*)">')


def resolve(body: Body, *, link: FindLink, image: FindImage) -> Body:
    """The same body with the attributes that `link` gives and the image ids that `image` gives.

    Where `link` gives None the address stays. Where `image` gives None a paragraph links to the address instead,
    with a Note("image", …) on line 1, since a body no longer knows its lines.
    """
    resolver = Resolver(link, image)
    blocks = resolver.blocks(body.blocks)
    return Body(blocks, [*body.notes, *resolver.notes])


class Resolver:
    def __init__(self, link: FindLink, image: FindImage) -> None:
        self.find_link = link
        self.find_image = image
        self.notes: list[Note] = []

    def blocks(self, blocks: list[Block]) -> list[Block]:
        out = BlockList(lambda text: text)
        out.add_all([self.block(block["type"], block["value"], block) for block in blocks])
        return out.finish()

    def block(self, kind: str, value: Any, block: Block) -> Block:
        match kind:
            case "text":
                value = self.rich_text(value)
            case "image":
                return self.image(value)
            case "quote" | "callout":
                value = {**value, "content": self.blocks(value["content"])}
            case "list":
                value = {**value, "items": [self.item(item) for item in value["items"]]}
            case "table":
                value = {**value, "table": self.table(value["table"])}
        return {**block, "value": value}

    def item(self, item: Block) -> Block:
        return {**item, "value": {**item["value"], "content": self.blocks(item["value"]["content"])}}

    def table(self, table: dict[str, Any]) -> dict[str, Any]:
        rows = [{"values": [self.rich_text(cell) for cell in row["values"]]} for row in table["rows"]]
        return {**table, "rows": rows}

    def rich_text(self, html: str) -> str:
        return LINK.sub(self.opening_tag, html)

    def opening_tag(self, match: re.Match[str]) -> str:
        attributes = self.find_link(unescape(match[1]))
        if attributes is None:
            return match[0]
        return "<a" + "".join(f' {name}="{escape(str(value))}"' for name, value in attributes.items()) + ">"

    def image(self, value: dict[str, Any]) -> Block:
        address = value["image"]["image"]
        found = self.find_image(address)
        link = self.address(value["link"])
        if found is not None:
            picture = {**value["image"], "image": found}
            return {
                "type": "image",
                "value": {**value, "image": picture, "caption": self.rich_text(value["caption"]), "link": link},
            }
        self.notes.append(Note(1, "image", f"{address} was not found and is shown as a link"))
        return {"type": "text", "value": self.instead(value)}

    def address(self, address: str) -> str:
        attributes = self.find_link(address) if address else None
        return attributes.get("href", address) if attributes else address

    def instead(self, value: dict[str, Any]) -> str:
        """A paragraph that links to the picture, and what stood below it."""
        address = value["image"]["image"]
        words = escape(value["image"]["alt_text"] or address, quote=False)
        try:
            opening = f'<a href="{escape(linkable(address))}">'
        except NoBlock:
            return f"<p>{words}</p>{self.rich_text(value['caption'])}"
        return self.rich_text(f"<p>{opening}{words}</a></p>{value['caption']}")
