"""Resolves addresses in a body to the site's own pages, documents and pictures."""

import re
from collections.abc import Callable, Iterable
from html import escape, unescape
from typing import Any

from blog.markdown.addresses import linkable
from blog.markdown.body import Block, Body, NoBlock, Note
from blog.markdown.normal_values import IMAGE_KEY
from blog.markdown.walk import with_contents, with_rich_text

type FindLink = Callable[[str], dict[str, str] | None]
type FindId = Callable[[str], int | None]

RENDERED_LINK = re.compile(r'<a href="([^"]*)">')
# Fields that refer to a picture or a file of the site.
IMAGE_FIELDS = ("poster",)
DOCUMENT_FIELDS = ("file", "captions")


def nothing(address: str) -> None:
    return None


def resolve(body: Body, *, link: FindLink, image: FindId, document: FindId = nothing) -> Body:
    """Returns the body with the attributes from `link` and the ids from `image` and `document`.

    If `link` returns None, the address stays. If `image` returns None, the block becomes a paragraph that links to the
    address or, if the address is a stable key, stays without a picture. In both cases a Note("image", …) is added on
    line 1, because a body does not know its source lines.
    """
    resolver = Resolver(link, image, document)
    blocks = resolver.blocks(body.blocks)
    return Body(blocks, [*body.notes, *resolver.notes])


def merged(blocks: Iterable[Block]) -> list[Block]:
    """Merges adjacent prose, and adjacent raw Markdown, into one block."""
    out: list[Block] = []
    between = {"text": "", "markdown": "\n\n"}
    for block in blocks:
        kind = block["type"]
        if kind in between and out and out[-1]["type"] == kind:
            out[-1] = {**out[-1], "value": out[-1]["value"] + between[kind] + block["value"]}
        else:
            out.append(block)
    return out


class Resolver:
    def __init__(self, link: FindLink, image: FindId, document: FindId) -> None:
        self.find_link = link
        self.find_image = image
        self.find_document = document
        self.notes: list[Note] = []

    def blocks(self, blocks: list[Block]) -> list[Block]:
        return merged(self.block(block) for block in blocks)

    def block(self, block: Block) -> Block:
        block = with_contents(with_rich_text(block, self.rich_text), self.blocks)
        value = block["value"]
        match block["type"]:
            case "image":
                return self.image(block)
            case "gallery":
                images = [self.gallery_item(item) for item in value["images"]]
                value = {**value, "images": [item for item in images if item]}
            case "embed" | "bookmark" | "video" | "audio":
                value = self.with_files(value)
        return {**block, "value": value}

    def rich_text(self, html: str) -> str:
        return RENDERED_LINK.sub(self.opening_tag, html)

    def opening_tag(self, match: re.Match[str]) -> str:
        attributes = self.find_link(unescape(match[1]))
        if attributes is None:
            return match[0]
        return "<a" + "".join(f' {name}="{escape(str(value))}"' for name, value in attributes.items()) + ">"

    def with_files(self, value: dict[str, Any]) -> dict[str, Any]:
        pictures = {name: self.find_image(value[name]) for name in IMAGE_FIELDS if value.get(name)}
        documents = {name: self.find_document(value[name]) for name in DOCUMENT_FIELDS if value.get(name)}
        return {**value, **pictures, **documents}

    def gallery_item(self, item: Block) -> Block | None:
        address = item["value"]["image"]["image"]
        found = self.find_image(address)
        if found is None:
            self.miss(
                address, "left without its picture" if address.startswith(IMAGE_KEY) else "left out of its gallery"
            )
            if not address.startswith(IMAGE_KEY):
                return None
        return {**item, "value": {**item["value"], "image": {**item["value"]["image"], "image": found}}}

    def image(self, block: Block) -> Block:
        value = block["value"]
        address = value["image"]["image"]
        found = self.find_image(address)
        if found is not None or address.startswith(IMAGE_KEY):
            if found is None:
                self.miss(address, "left without its picture")
            picture = {**value["image"], "image": found}
            return {**block, "value": {**value, "image": picture, "link": self.address(value["link"])}}
        self.miss(address, "shown as a link")
        return {"type": "text", "value": self.instead(value)}

    def miss(self, address: str, instead: str) -> None:
        self.notes.append(Note(1, "image", f"{address} was not found and is {instead}"))

    def address(self, address: str) -> str:
        attributes = self.find_link(address) if address else None
        return attributes.get("href", address) if attributes else address

    def instead(self, value: dict[str, Any]) -> str:
        """Returns a paragraph that links to the picture, and its caption."""
        address = value["image"]["image"]
        words = escape(value["image"]["alt_text"] or address, quote=False)
        try:
            opening = f'<a href="{escape(linkable(address))}">'
        except NoBlock:
            return f"<p>{words}</p>{value['caption']}"
        return self.rich_text(f"<p>{opening}{words}</a></p>") + value["caption"]
