"""Converts lists: to prose if each item is one line of text, otherwise to the recursive `list` block."""

from typing import TYPE_CHECKING

from blog.markdown.body import Block, NoBlock
from blog.markdown.builder import BlockList
from blog.markdown.nodes import Node
from blog.markdown.prose import ProseItem, ProseList
from blog.markdown.prose_lists import MAX_LEVELS, list_item, list_value, survives_editor

if TYPE_CHECKING:
    from blog.markdown.reader import Reader

LIST_TAG_BY_NODE = {"bullet_list": "ul", "ordered_list": "ol"}


class NotProse(Exception):  # noqa: N818 - it is a result, not an error
    """The list needs its own block."""


class ListReader:
    def __init__(self, reader: "Reader") -> None:
        self.reader = reader

    def read(self, node: Node, out: BlockList, depth: int) -> None:
        tag = LIST_TAG_BY_NODE[node.kind]
        notes_before = len(self.reader.notes)
        try:
            if out.would_join_list(tag):
                raise NotProse
            prose = self.prose(node, level=1)
            if not survives_editor(prose):
                raise NotProse
            out.add_prose(prose.html)
        except (NotProse, NoBlock):
            del self.reader.notes[notes_before:]
            start = int(node.token.attrs.get("start", 1)) if tag == "ol" else None
            items = [self.item(item, depth) for item in node.children if item.kind == "list_item"]
            out.add("list", list_value(items, is_ordered=tag == "ol", start=start))

    def item(self, node: Node, depth: int) -> Block:
        checked = node.token.meta.get("checked")
        task = {True: "done", False: "open"}.get(checked, "") if checked is not None else ""
        return list_item(self.reader.container(node.children, depth), task)

    def prose(self, node: Node, *, level: int) -> ProseList:
        if level > MAX_LEVELS or int(node.token.attrs.get("start", 1)) != 1:
            raise NotProse
        return ProseList(LIST_TAG_BY_NODE[node.kind], [self.prose_item(item, level) for item in node.children])

    def prose_item(self, node: Node, level: int) -> ProseItem:
        if "checked" in node.token.meta:
            raise NotProse
        item = ProseItem()
        parts = [part for part in node.children if part.kind != "footnote_reference"]
        if parts and parts[0].kind == "paragraph":
            first = parts.pop(0)
            if self.reader.pictures.alone(first):
                raise NotProse
            self.reader.line = first.line
            item.runs = self.reader.inline_runs(first.inline)
        if any(part.kind not in LIST_TAG_BY_NODE for part in parts):
            raise NotProse
        item.lists = [self.prose(part, level=level + 1) for part in parts]
        return item
