"""Lists: one inline run an item stays prose, anything more is the recursive `list` block."""

from typing import TYPE_CHECKING

from blog.markdown.body import Block, NoBlock
from blog.markdown.builder import BlockList
from blog.markdown.nodes import Node

if TYPE_CHECKING:
    from blog.markdown.read import Reader

# The editor's style sheet draws five levels.
MAX_LEVELS = 5
LISTS = {"bullet_list": "ul", "ordered_list": "ol"}


class NotProse(Exception):  # noqa: N818 - it answers a question, it is not an error
    """The list needs a block of its own."""


class ListReader:
    def __init__(self, reader: "Reader") -> None:
        self.reader = reader
        self.last_tag = ""

    def read(self, node: Node, out: BlockList, depth: int) -> None:
        tag = LISTS[node.kind]
        notes_before = len(self.reader.notes)
        try:
            if out.would_join_list(tag):
                raise NotProse
            out.add_prose(self.prose(node, level=1))
        except (NotProse, NoBlock):
            del self.reader.notes[notes_before:]
            start = int(node.token.attrs.get("start", 1)) if tag == "ol" else None
            items = [self.item(item, depth) for item in node.children]
            out.add("list", {"ordered": tag == "ol", "start": start if start != 1 else None, "items": items})

    def item(self, node: Node, depth: int) -> Block:
        checked = node.token.meta.get("checked")
        task = {True: "done", False: "open"}.get(checked, "") if checked is not None else ""
        return {"type": "item", "value": {"task": task, "content": self.reader.container(node.children, depth)}}

    def prose(self, node: Node, *, level: int) -> str:
        """The HTML of a list that survives the editor: its converter tells lists apart by the last item alone.

        Coming back from a nested list of the other kind it would start a new list, and a neighbour of the kind of the
        last item would join it.
        """
        if level > MAX_LEVELS or int(node.token.attrs.get("start", 1)) != 1:
            raise NotProse
        tag = LISTS[node.kind]
        items = []
        for item in node.children:
            if items and self.last_tag != tag:
                raise NotProse
            self.last_tag = tag
            items.append(self.prose_item(item, level))
        return f"<{tag}>{''.join(items)}</{tag}>"

    def prose_item(self, node: Node, level: int) -> str:
        if "checked" in node.token.meta:
            raise NotProse
        parts = [part for part in node.children if part.kind != "footnote_reference"]
        text = ""
        if parts and parts[0].kind == "paragraph":
            first = parts.pop(0)
            if self.reader.images(first):
                raise NotProse
            self.reader.line = first.line
            text = self.reader.inline_html(first.inline)
        if any(part.kind not in LISTS for part in parts):
            raise NotProse
        inner = ""
        for part in parts:
            if inner and self.last_tag == LISTS[part.kind]:
                raise NotProse
            inner += self.prose(part, level=level + 1)
        return f"<li>{text}{inner}</li>"
