"""The units of a comparison: paragraphs, items, blocks and their content."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from typing import Any

from blog.markdown.body import Block
from blog.markdown.prose import Paragraph, Prose, ProseItem, ProseList, inline_runs, parse_prose
from blog.markdown.runs import Run
from blog.markdown.walk import HOLDING_CONTENT

HTML_TAG = re.compile(r"<[^<>]*>")
# Punctuation, which separates words.
NO_SIGNS = str.maketrans(dict.fromkeys("!\"#$%&'()*+,-./:;<=>?@[\\]^`{|}~“”‘’„«»…–—·。、！？，", " "))

type Value = str | bool | int | list[Run] | None
type Node = Paragraph | Leaf | Holder | Raw


@dataclass(frozen=True)
class Raw:
    """Raw Markdown: a `markdown` block, or text beyond the budget."""

    text: str

    kind = "markdown"


@dataclass(frozen=True)
class Leaf:
    """A block without inner blocks. Rich text fields are runs."""

    kind: str
    fields: dict[str, Value] = field(default_factory=dict)
    # The source of code and formulas, which is compared by line.
    lines: str | None = None
    table: dict[str, Any] | None = None


@dataclass(frozen=True)
class Holder:
    """A quote, callout, details, gallery, list, item of a list, or footnote."""

    kind: str
    units: list["Unit"]
    fields: dict[str, Value] = field(default_factory=dict)


class Unit:
    """Units with equal ``source`` are equal. The source is parsed only when needed."""

    def __init__(self, source: str, read: Callable[[str], Node]) -> None:
        self.source = source
        self.read = read

    @cached_property
    def node(self) -> Node:
        return self.read(self.source)

    @property
    def kind(self) -> str:
        return "prose" if isinstance(self.node, Paragraph) else self.node.kind

    @cached_property
    def words(self) -> frozenset[str]:
        source = self.source.lower()
        if "<" in source or "&" in source:
            source = unescape(HTML_TAG.sub(" ", source))
        return frozenset(source.translate(NO_SIGNS).split())


def unit_with_node(source: str, node: Node) -> Unit:
    return Unit(source, lambda _source: node)


def units_of(blocks: list[Block]) -> list[Unit]:
    units = []
    for block in blocks:
        if block["type"] == "text":
            units += [prose_unit(node) for node in parse_prose(block["value"])]
        elif block["type"] == "list":
            units.append(list_unit(list_of_block(block["value"])))
        else:
            units.append(unit_with_node(json.dumps(block, ensure_ascii=False, sort_keys=True), node_of(block)))
    return units


def prose_unit(prose: Prose) -> Unit:
    return unit_with_node(prose.html, prose) if isinstance(prose, Paragraph) else list_unit(list_node(prose))


def list_unit(node: Holder) -> Unit:
    """Returns a unit with the same source whether the list is prose or a block, which depends on its neighbours."""
    items = "".join(f"<li>{item.source}</li>" for item in node.units)
    return unit_with_node(f"<list {node.fields['ordered']} {node.fields['start']}>{items}</list>", node)


def node_of_prose(node: Prose) -> Node:
    return node if isinstance(node, Paragraph) else list_node(node)


def list_node(prose: ProseList) -> Holder:
    items = [item_unit(item_of_prose(item)) for item in prose.items]
    return Holder("list", items, {"ordered": prose.tag == "ol", "start": None})


def item_of_prose(item: ProseItem) -> Holder:
    words = [Paragraph("p", item.runs)] if item.runs else []
    inner = [list_unit(list_node(inner)) for inner in item.lists]
    return Holder("item", [*(unit_with_node(line.html, line) for line in words), *inner], {"task": ""})


def item_unit(item: Holder) -> Unit:
    return unit_with_node("\n".join([str(item.fields["task"]), *(unit.source for unit in item.units)]), item)


def node_of(block: Block) -> Node:
    kind, value = block["type"], block["value"]
    if kind == "markdown":
        return Raw(value)
    if kind == "list":
        return list_of_block(value)
    if kind == "gallery":
        pictures = [picture(item["value"]) for item in value["images"]]
        units = [
            unit_with_node(json.dumps(item, sort_keys=True), one)
            for item, one in zip(value["images"], pictures, strict=True)
        ]
        return Holder(kind, units, {"caption": inline_runs(value["caption"])})
    if kind in HOLDING_CONTENT:
        return Holder(kind, units_of(value["content"]), without(value, "content"))
    return leaf_of(kind, value or {})


def list_of_block(value: dict[str, Any]) -> Holder:
    items = [item_unit(item_of_block(item["value"])) for item in value["items"]]
    return Holder("list", items, {"ordered": value["ordered"], "start": value["start"]})


def item_of_block(value: dict[str, Any]) -> Holder:
    return Holder("item", units_of(value["content"]), {"task": value["task"]})


def leaf_of(kind: str, value: dict[str, Any]) -> Leaf:
    match kind:
        case "divider":
            return Leaf(kind)
        case "image":
            return picture(value)
        case "table":
            fields = {"caption": value["table"]["caption"], "header_column": value["header_column"]}
            return Leaf(kind, fields, table=value["table"])
        case "code" | "math":
            lines = {"code": "code", "math": "tex"}[kind]
            return Leaf(kind, without(value, lines), lines=value[lines])
    return Leaf(kind, value)


def picture(value: dict[str, Any]) -> Leaf:
    shown = {**value["image"], **without(value, "image")}
    return Leaf("image", {**shown, "caption": inline_runs(value["caption"])})


def without(value: dict[str, Any], name: str | None) -> dict[str, Any]:
    return {key: inner for key, inner in value.items() if key != name}
