"""Converts directives to the blocks that have no Markdown syntax."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from blog.markdown.addresses import linkable
from blog.markdown.attributes import Attributes, read_attributes
from blog.markdown.body import NoBlock
from blog.markdown.builder import BlockList
from blog.markdown.nodes import Node
from blog.markdown.normal_values import LEAF_FIELDS

if TYPE_CHECKING:
    from blog.markdown.reader import Reader

# Fields whose attribute has a shorter name.
ATTRIBUTE_NAMES = {"site_name": "site"}
PLACES_OF_ADDRESS = ("url", "file")


class DirectiveReader:
    def __init__(self, reader: "Reader") -> None:
        self.reader = reader

    def read(self, node: Node, out: BlockList, depth: int) -> None:
        attributes = read_attributes(node.token.meta["attributes"])
        readers: dict[str, Callable[[Node, Attributes, BlockList, int], None]] = {
            "quote": self.quote,
            "details": self.details,
            "gallery": self.gallery,
            "table": self.table,
            "math": self.math,
        }
        readers[node.token.meta["name"]](node, attributes, out, depth)
        for name, text in attributes.named.items():
            self.reader.report("directive", f"{name}={text}")
        for word in attributes.others:
            self.reader.report("directive", word)

    def leaf(self, node: Node, out: BlockList, depth: int) -> None:
        kind = node.token.meta["name"]
        attributes = read_attributes(node.token.meta["attributes"])
        value: dict[str, Any] = {}
        for name, empty in LEAF_FIELDS[kind].items():
            value[name] = attributes.named.pop(ATTRIBUTE_NAMES.get(name, name), empty) or empty
        place = next(name for name in PLACES_OF_ADDRESS if name in value)
        if not value[place] or (place == "url" and not value[place].startswith(("https://", "http://"))):
            raise NoBlock("directive", node.text)
        for word in [*attributes.named, *attributes.others]:
            self.reader.report("directive", word)
        out.add(kind, value)

    def quote(self, node: Node, attributes: Attributes, out: BlockList, depth: int) -> None:
        source, url = attributes.named.pop("source", ""), attributes.named.pop("url", "")
        content = self.reader.container(node.children, depth)
        out.add("quote", {"content": content, "source": source, "source_url": linkable(url)})

    def details(self, node: Node, attributes: Attributes, out: BlockList, depth: int) -> None:
        summary = attributes.named.pop("summary", "")
        is_open = "open" in attributes.others
        attributes.others = [word for word in attributes.others if word != "open"]
        content = self.reader.container(node.children, depth)
        out.add("details", {"summary": summary, "content": content, "is_open": is_open})

    def gallery(self, node: Node, attributes: Attributes, out: BlockList, depth: int) -> None:
        pictures = [picture for part in node.children for picture in self.pictures(part)]
        items = [
            {"type": "item", "value": {"image": picture["image"], "caption": picture["caption"]}}
            for picture in pictures
        ]
        out.add(
            "gallery", {"images": items, "caption": self.reader.pictures.caption(attributes.named.pop("caption", ""))}
        )

    def pictures(self, node: Node) -> list[dict[str, Any]]:
        pictures = self.reader.pictures.alone(node) if node.kind == "paragraph" else []
        if not pictures and node.kind != "footnote_reference":
            raise NoBlock("directive", "gallery with more than pictures")
        for picture in pictures:
            for name in ("credit", "link"):
                if picture[name]:
                    self.reader.report("gallery", f"{name} {picture[name]} left out")
        return pictures

    def table(self, node: Node, attributes: Attributes, out: BlockList, depth: int) -> None:
        value = self.reader.table_value(only_child(node, "table"))
        value["table"]["caption"] = attributes.named.pop("caption", "")
        value["header_column"] = "header-column" in attributes.others
        attributes.others = [word for word in attributes.others if word != "header-column"]
        out.add("table", value)

    def math(self, node: Node, attributes: Attributes, out: BlockList, depth: int) -> None:
        tex = self.reader.tex_of(only_child(node, "math_block", "fence"))
        out.add("math", {"tex": tex, "caption": attributes.named.pop("caption", "")})


def only_child(node: Node, *kinds: str) -> Node:
    if len(node.children) != 1 or node.children[0].kind not in kinds:
        raise NoBlock("directive", f"{node.token.meta['name']} around something else")
    return node.children[0]
