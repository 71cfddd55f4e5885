"""HTML blocks whose elements are closed by a later HTML block. The Markdown between them is their content."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from blog.markdown.inline import Report
from blog.markdown.nodes import Node
from blog.markdown.tags import KNOWN_TAGS, LAYOUT_TAGS, NEVER_OPEN_TAGS

WRAPPER_TAG = re.compile(
    r"<!--(?:[\s\S]*?-->|[\s\S]*\Z)|<(?P<closing>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)(?:\"[^\"]*\"|'[^']*'|[^'\"<>])*?(?P<alone>/?)>"
)
ANY_TAG = re.compile(r"<[^<>]*>")
OPENING_TAG = re.compile(
    r"<(?P<name>details|aside|blockquote|p|" + "|".join(LAYOUT_TAGS) + r")\b(?P<attributes>[^<>]*)>\s*"
    r"(?:<summary\b[^<>]*>(?P<summary>.*?)</summary>\s*)?",
    re.DOTALL | re.IGNORECASE,
)
CLOSING_TAG = re.compile(r"</([a-z]+)\s*>", re.IGNORECASE)
ONLY_OPENING = re.compile(r"(?:<(?:" + "|".join(LAYOUT_TAGS) + r")\b[^<>]*>\s*)+", re.IGNORECASE)
ONLY_CLOSING = re.compile(r"(?:</(?:" + "|".join(LAYOUT_TAGS) + r")\s*>\s*)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Container:
    """A container block without its content."""

    kind: str
    fields: dict[str, Any]


def containers(opening: str, closing: str) -> list[Container] | None:
    """Returns the blocks for elements that one piece of HTML opens and another closes, the outermost first.

    Returns None if the HTML has any other content. Layout elements are ignored.
    """
    tags = list(OPENING_TAG.finditer(opening.strip()))
    if "".join(tag[0] for tag in tags) != opening.strip():
        return None
    names = [tag["name"].lower() for tag in tags]
    closed = [name.lower() for name in CLOSING_TAG.findall(closing)]
    if CLOSING_TAG.sub("", closing).strip() or [name for name in closed if name != "p"] != [
        name for name in reversed(names) if name != "p"
    ]:
        return None
    return [found for tag in tags if (found := container(tag))]


def container(tag: re.Match[str]) -> Container | None:
    match tag["name"].lower():
        case "details":
            summary = " ".join(unescape(ANY_TAG.sub("", tag["summary"] or "")).split())
            return Container(
                "details", {"summary": summary, "is_open": bool(re.search(r"\bopen\b", tag["attributes"]))}
            )
        case "aside":
            return Container("callout", {"kind": "note"})
        case "blockquote":
            return Container("quote", {"source": "", "source_url": ""})
    return None


def still_open(content: str, opened: list[str]) -> list[str]:
    opened = list(opened)
    for tag in WRAPPER_TAG.finditer(content):
        name = (tag["name"] or "").lower()
        if name not in KNOWN_TAGS or name in NEVER_OPEN_TAGS or tag["alone"]:
            continue
        if not tag["closing"]:
            opened.append(name)
        elif name in opened:
            while opened.pop() != name:
                pass
    return opened


class Wrappers:
    """Groups an opening HTML block with everything up to the block that closes it."""

    def __init__(self, report: Report) -> None:
        self.report = report
        # Without this limit, a text that consists of openings would be searched to its end for each of them.
        self.steps_left = 20_000

    def groups(self, nodes: list[Node]) -> Iterator[list[Node]]:
        """Yields each node alone or with its content. Wrappers that are only layout are replaced by their content."""
        at = 0
        while at < len(nodes):
            end = self.closing_node(nodes, at) if nodes[at].kind == "html_block" else at
            first, last = nodes[at].token.content.strip(), nodes[end].token.content.strip()
            if end > at and ONLY_OPENING.fullmatch(first) and ONLY_CLOSING.fullmatch(last):
                self.report("html", f"{first[:80]} left out")
                yield from self.groups(nodes[at + 1 : end])
            else:
                yield nodes[at : end + 1]
            at = end + 1

    def closing_node(self, nodes: list[Node], at: int) -> int:
        opened = still_open(nodes[at].token.content, [])
        if not opened:
            return at
        for end in range(at + 1, len(nodes)):
            self.steps_left -= 1
            if self.steps_left < 0:
                return at
            if nodes[end].kind == "html_block":
                opened = still_open(nodes[end].token.content, opened)
            if not opened:
                return end
        return at
