"""Collects blocks in the normal form, in which adjacent prose is one block, and so is adjacent raw Markdown."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from blog.markdown.body import Block
from blog.markdown.normal_values import NORMAL_VALUES, is_empty
from blog.markdown.prose import Prose, ProseHtml, ProseList
from blog.markdown.prose_lists import prose_of_list, prose_of_quote

LAST_LIST = re.compile(r"</(ul|ol)>(?:</li></(?:ul|ol)>)*\Z")


def html_of(prose: str | Prose) -> str:
    return prose if isinstance(prose, str) else prose.html


@dataclass(slots=True)
class BlockList:
    """`completed` appends to raw Markdown the definitions that it refers to."""

    completed: Callable[[str], str]
    blocks: list[Block] = field(default_factory=list)
    prose: list[str | Prose] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    def add_prose(self, prose: str | Prose) -> None:
        """Adds HTML in its normal form, or the paragraph or list that produces it."""
        if prose:
            self._flush_raw_markdown()
            self.prose.append(prose)

    def add_markdown(self, text: str) -> None:
        self._flush_prose()
        if text.strip():
            self.kept.append(text)

    def add(self, kind: str, value: Any) -> None:
        """Adds a block in its normal form. Skips an empty block. Adds a list or quote as prose if prose can hold it."""
        if kind in NORMAL_VALUES:
            value = NORMAL_VALUES[kind](value)
        if is_empty(kind, value):
            return
        prose = prose_of_list(value) if kind == "list" else prose_of_quote(value) if kind == "quote" else None
        if prose and not (isinstance(prose, ProseList) and self.would_join_list(prose.tag)):
            self.add_prose(prose)
        else:
            self.flush()
            self.blocks.append({"type": kind, "value": value})

    def add_all(self, blocks: list[Block]) -> None:
        for block in blocks:
            if block["type"] == "text":
                self.add_prose(block["value"])
            elif block["type"] == "markdown":
                self.add_markdown(block["value"])
            else:
                self.add(block["type"], block["value"])

    def would_join_list(self, tag: str) -> bool:
        """Draftail merges two adjacent lists if the last item of the first list has the kind of the second list."""
        last = LAST_LIST.search(html_of(self.prose[-1])) if self.prose else None
        return last is not None and last[1] == tag

    def finish(self) -> list[Block]:
        self.flush()
        return self.blocks

    def flush(self) -> None:
        self._flush_prose()
        self._flush_raw_markdown()

    def _flush_prose(self) -> None:
        if self.prose:
            nodes = [part for part in self.prose if not isinstance(part, str)]
            is_parsed = len(nodes) == len(self.prose)
            html = ProseHtml(nodes) if is_parsed else "".join(map(html_of, self.prose))
            self.blocks.append({"type": "text", "value": html})
            self.prose = []

    def _flush_raw_markdown(self) -> None:
        if self.kept:
            self.blocks.append({"type": "markdown", "value": self.completed("\n\n".join(self.kept))})
            self.kept = []
