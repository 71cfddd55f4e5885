"""Footnotes and link definitions that a piece of kept Markdown needs to stand by itself."""

import re

from markdown_it.common.utils import normalizeReference

from blog.markdown.nodes import Node

FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]")
DEFINED = re.compile(r"^[ \t>*+-]*\[\^?([^\[\]]+)\]:", re.MULTILINE)
REFERENCE = re.compile(r"\[([^\[\]]{1,999})\](?!\()")


class Definitions:
    def __init__(self, tree: list[Node], environment: dict) -> None:
        self.footnotes: dict[str, Node] = {}
        for top in tree:
            for node in top.walk():
                if node.kind == "footnote_reference":
                    self.footnotes.setdefault(node.token.meta["label"], node)
        self.links: dict[str, dict] = environment.get("references", {})
        self.used: set[str] = set()

    def complete(self, text: str) -> str:
        """The text, with the definitions it refers to behind it."""
        for label in self._labels(text):
            text = f"{text}\n\n{self.footnotes[label].text}"
            self.used.add(label)
        lines = [self._link_line(label) for label in self._link_labels(text)]
        return f"{text}\n\n" + "\n".join(lines) if lines else text

    def unused(self) -> list[Node]:
        return [node for label, node in self.footnotes.items() if label not in self.used]

    def _labels(self, text: str) -> list[str]:
        """In order of use; a footnote may itself refer to footnotes."""
        found: dict[str, None] = {}
        waiting = [text]
        while waiting:
            for label in FOOTNOTE.findall(waiting.pop(0)):
                if label in self.footnotes and label not in found:
                    found[label] = None
                    waiting.append(self.footnotes[label].text)
        defined = set(DEFINED.findall(text))
        self.used.update(defined & self.footnotes.keys())
        return [label for label in found if label not in defined]

    def _link_labels(self, text: str) -> list[str]:
        if not self.links:
            return []
        labels = dict.fromkeys(REFERENCE.findall(text))
        defined = set(DEFINED.findall(text))
        return [label for label in labels if normalizeReference(label) in self.links and label not in defined]

    def _link_line(self, label: str) -> str:
        link = self.links[normalizeReference(label)]
        title = link.get("title", "").replace("\\", "\\\\").replace('"', '\\"')
        return f"[{label}]: <{link['href']}>" + (f' "{title}"' if title else "")
