"""HTML blocks that open what a later one closes: Markdown between them belongs to them."""

import re
from collections.abc import Iterator

from blog.markdown.inline import Report
from blog.markdown.nodes import Node
from blog.markdown.tags import KNOWN_TAGS, LAYOUT_TAGS, NEVER_OPEN_TAGS

TAG = re.compile(
    r"<!--(?:[\s\S]*?-->|[\s\S]*\Z)|<(?P<closing>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)(?:\"[^\"]*\"|'[^']*'|[^'\"<>])*?(?P<alone>/?)>"
)
ONLY_OPENING = re.compile(r"(?:<(?:" + "|".join(LAYOUT_TAGS) + r")\b[^<>]*>\s*)+", re.IGNORECASE)
ONLY_CLOSING = re.compile(r"(?:</(?:" + "|".join(LAYOUT_TAGS) + r")\s*>\s*)+", re.IGNORECASE)


def still_open(content: str, opened: list[str]) -> list[str]:
    opened = list(opened)
    for tag in TAG.finditer(content):
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
    """Puts an opening HTML block together with everything up to its close."""

    def __init__(self, report: Report) -> None:
        self.report = report
        # A text of nothing but openings would be searched to its end once for each.
        self.steps_left = 20_000

    def groups(self, nodes: list[Node]) -> Iterator[list[Node]]:
        """Each node alone or with what it wraps; wrappers that only lay out are left out and opened."""
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
