"""Footnotes, and the definitions that raw Markdown needs to stand alone."""

import itertools
import re
from collections.abc import Container, Iterator

from markdown_it.common.utils import normalizeReference
from markdown_it.token import Token

from blog.markdown.nodes import Node
from blog.markdown.prose import normal_footnote, normal_note
from blog.markdown.runs import Footnote

FOOTNOTE_REFERENCE = re.compile(r"(?<!\\)\[\^([^\[\]\s]+)\]")
DEFINED = re.compile(r"^[ \t>*+-]*\[\^?([^\[\]]+)\]:", re.MULTILINE)
DEFINED_NOTE = re.compile(r"^[ \t>*+-]*\[\^([^\[\]\s]+)\]:", re.MULTILINE)
REFERENCE = re.compile(r"\[([^\[\]]{1,999})\](?!\()")


def labels_referred(node: Node) -> Iterator[str]:
    if node.kind == "footnote_reference":
        return
    yield from FOOTNOTE_REFERENCE.findall(node.content)
    yield from FOOTNOTE_REFERENCE.findall(node.token.meta.get("attributes", ""))
    for child in node.children:
        yield from labels_referred(child)


class Definitions:
    def __init__(self, tree: list[Node], environment: dict) -> None:
        self.footnotes: dict[str, Node] = {}
        for top in tree:
            for node in top.walk():
                if node.kind == "footnote_reference":
                    self.footnotes.setdefault(node.token.meta["label"], node)
        self.environment = environment
        self.links: dict[str, dict] = environment.get("references", {})
        self.used: set[str] = set()
        # The labels to which the text itself refers, and not only other footnotes.
        self.referred = {label for node in tree for label in labels_referred(node)}
        # Footnotes that were already read, by label. The key of an inline footnote is `^` and its text.
        self.notes: dict[str, Footnote] = {}

    def note(self, token: Token) -> Footnote | None:
        """Returns the footnote of a reference: a defined one or an inline one (`^[text]`). None if it is undefined."""
        label = token.meta.get("label")
        if label is None:
            found = self.environment.get("footnotes", {}).get("list", {}).get(token.meta["id"], {})
            return self._named(f"^{found.get('content', '')}", "", found.get("content", ""))
        if label not in self.footnotes:
            return None
        self.used.add(label)
        _first, lines = self.footnotes[label].token.meta.get("inside", (0, []))
        return self._named(label, label, "\n".join(lines))

    def _named(self, key: str, label: str, text: str) -> Footnote:
        if key not in self.notes:
            note = normal_footnote(Footnote(label or self._free_number(), normal_note(text)))
            note = Footnote(self._free(note.label), self._complete_note(key, note.text))
            self.notes[key] = note
        return self.notes[key]

    def _free_number(self) -> str:
        taken = {*self.footnotes, *(note.label for note in self.notes.values())}
        return next(name for number in itertools.count(1) if (name := str(number)) not in taken)

    def _free(self, label: str) -> str:
        taken = {note.label for note in self.notes.values()}
        names = itertools.chain([label], (f"{label}-{number}" for number in itertools.count(2)))
        return next(name for name in names if name not in taken)

    def _complete_note(self, label: str, text: str) -> str:
        return normal_note(self.complete(text, without={label, *self.referred}))

    def complete(self, text: str, *, without: Container[str] = ()) -> str:
        """Returns the text, followed by the definitions that it refers to, except the footnotes in `without`."""
        for label in self._labels(text):
            if label not in without:
                text = f"{text}\n\n{self.footnotes[label].text}"
                self.used.add(label)
        lines = [self._link_line(label) for label in self._link_labels(text)]
        return f"{text}\n\n" + "\n".join(lines) if lines else text

    def unused(self) -> list[Node]:
        return [node for label, node in self.footnotes.items() if label not in self.used]

    def _labels(self, text: str) -> list[str]:
        """Returns labels that the text uses but does not define, in order of use. Footnotes may refer to footnotes."""
        found: dict[str, None] = {}
        waiting = [text]
        while waiting:
            for label in FOOTNOTE_REFERENCE.findall(waiting.pop(0)):
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
