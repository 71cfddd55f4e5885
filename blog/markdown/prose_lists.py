"""Decides which lists and quotes are prose: those with one line per item that Draftail returns unchanged."""

from blog.markdown.body import Block
from blog.markdown.prose import Paragraph, ProseItem, ProseList, parse_prose

# The editor's style sheet supports five levels.
MAX_LEVELS = 5


def survives_editor(prose: ProseList, level: int = 1) -> bool:
    """Returns whether Draftail returns the list unchanged. Its converter separates lists only by the last item.

    After a nested list of the other kind, it would start a new list. It would merge an adjacent list that has the kind
    of the last item.
    """
    last_tag = ""
    if level > MAX_LEVELS:
        return False
    for place, item in enumerate(prose.items):
        if place and last_tag != prose.tag:
            return False
        last_tag = prose.tag
        for at, inner in enumerate(item.lists):
            if (at and last_tag == inner.tag) or not survives_editor(inner, level + 1):
                return False
            last_tag = tag_of_last_item(inner)
    return True


def tag_of_last_item(prose: ProseList) -> str:
    last = prose.items[-1]
    return tag_of_last_item(last.lists[-1]) if last.lists else prose.tag


def list_value(items: list[Block], *, is_ordered: bool, start: int | None) -> dict:
    return {"ordered": is_ordered, "start": start if is_ordered and start != 1 else None, "items": items}


def list_item(content: list[Block], task: str = "") -> Block:
    return {"type": "item", "value": {"task": task, "content": content}}


def prose_of_list(value: dict) -> ProseList | None:
    """Returns the list as prose, or None if its start or an item needs a block, or the editor would change it."""
    if value["start"] is not None:
        return None
    items = [prose_item(item["value"]) for item in value["items"]]
    if not all(items):
        return None
    prose = ProseList("ol" if value["ordered"] else "ul", [item for item in items if item])
    return prose if prose.items and survives_editor(prose) else None


def prose_item(value: dict) -> ProseItem | None:
    content = value["content"]
    if value["task"] or len(content) > 1 or (content and content[0]["type"] != "text"):
        return None
    nodes = parse_prose(content[0]["value"]) if content else []
    item = ProseItem()
    if nodes and isinstance(nodes[0], Paragraph) and nodes[0].tag == "p":
        item.runs = nodes.pop(0).runs
    item.lists = [node for node in nodes if isinstance(node, ProseList)]
    return item if len(item.lists) == len(nodes) else None


def prose_of_quote(value: dict) -> Paragraph | None:
    """Returns the quote as prose if it is one paragraph without a source; otherwise None."""
    content = value["content"]
    if value["source"] or value["source_url"] or len(content) != 1 or content[0]["type"] != "text":
        return None
    nodes = parse_prose(content[0]["value"])
    if len(nodes) != 1 or not isinstance(nodes[0], Paragraph) or nodes[0].tag != "p":
        return None
    return Paragraph("blockquote", nodes[0].runs)
