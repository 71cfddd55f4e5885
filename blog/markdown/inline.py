"""Converts inline tokens to runs. Raises NoBlock, with the name of the construct, if the prose block cannot hold it."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from bs4 import BeautifulSoup
from markdown_it.token import Token

from blog.markdown.addresses import linkable
from blog.markdown.body import NoBlock
from blog.markdown.liquid import LEFT_OVER
from blog.markdown.runs import Footnote, Math, Run, normal_runs
from blog.markdown.tags import INLINE_MARKS, KNOWN_TAGS

type Report = Callable[[str, str], None]
type FindNote = Callable[[Token], Footnote | None]

TOKEN_MARKS = {
    "strong_open": ("b", 1),
    "strong_close": ("b", -1),
    "em_open": ("i", 1),
    "em_close": ("i", -1),
    "s_open": ("s", 1),
    "s_close": ("s", -1),
}
CONSTRUCTS = {"image": "inline image"}
TRANSPARENT_TAGS = ("span", "font", "a")
WHOLE_TAG = re.compile(r"<(?P<closing>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)[\s\S]*>\Z")


def ignore(construct: str, detail: str) -> None:
    pass


def no_note(token: Token) -> None:
    return None


@dataclass(slots=True)
class InlineReader:
    """`note` returns the footnote that a token refers to."""

    report: Report = ignore
    note: FindNote = no_note
    runs: list[Run] = field(default_factory=list)
    marks: Counter[str] = field(default_factory=Counter)
    links: list[str | None] = field(default_factory=list)
    open_tags: list[str] = field(default_factory=list)

    def read(self, tokens: Iterable[Token]) -> list[Run]:
        for token in tokens:
            self.take(token)
        if self.open_tags:
            raise NoBlock("html", f"<{self.open_tags[-1]}> is not closed")
        return normal_runs(self.runs)

    def add(self, text: str, *more_marks: str) -> None:
        if text:
            marks = frozenset(mark for mark, depth in self.marks.items() if depth > 0)
            link = next((link for link in reversed(self.links) if link), None)
            self.runs.append(Run(text, marks.union(more_marks), link))

    def take(self, token: Token) -> None:
        if mark := TOKEN_MARKS.get(token.type):
            self.marks[mark[0]] += mark[1]
        elif take := READERS.get(token.type):
            take(self, token)
        else:
            raise NoBlock(CONSTRUCTS.get(token.type, token.type))

    def text(self, token: Token) -> None:
        if "{" in token.content and (left_over := LEFT_OVER.search(token.content)):
            self.report("liquid", left_over[0][:80])
        self.add(token.content.replace("\n", " "))

    def unparsed(self, token: Token) -> None:
        raise NoBlock("long paragraph", "too many marks to be read at once")

    def code(self, token: Token) -> None:
        self.add(token.content.replace("\n", " "), "code")

    def math(self, token: Token) -> None:
        if tex := " ".join(token.content.split()):
            self.runs.append(Run("", entity=Math(tex)))

    def footnote(self, token: Token) -> None:
        note = self.note(token)
        if note is None:
            raise NoBlock("footnote")
        self.runs.append(Run("", entity=note))

    def soft_break(self, token: Token) -> None:
        self.add(" ")

    def hard_break(self, token: Token) -> None:
        self.add("\n")

    def link(self, token: Token) -> None:
        self.open_link(str(token.attrs.get("href") or ""), str(token.attrs.get("title") or ""))

    def close_link(self, token: Token) -> None:
        self.links.pop()

    def raw_tag(self, token: Token) -> None:
        self.report("liquid", "raw tag left out")

    def open_link(self, address: str, title: str) -> None:
        if title:
            self.report("link title", title)
        if not address:
            self.report("link", "without an address")
        self.links.append(linkable(address) or None)

    def html(self, token: Token) -> None:
        source = token.content
        if source.startswith("<!--"):
            self.report("comment", source[4:-3].strip()[:80])
            return
        tag = WHOLE_TAG.match(source)
        if not tag:
            raise NoBlock("html", source[:80])
        name = tag["name"].lower()
        if name not in KNOWN_TAGS:
            self.report("html", f"{source[:80]} is no tag and kept as text")
            self.add(source.replace("\n", " "))
        elif name == "br":
            self.add("\n")
        elif name in INLINE_MARKS or name in TRANSPARENT_TAGS:
            self.close_tag(name) if tag["closing"] else self.open_tag(name, source)
        else:
            raise NoBlock("inline image" if name == "img" else "html", source[:80])

    def open_tag(self, name: str, source: str) -> None:
        if source.endswith("/>"):
            return
        self.open_tags.append(name)
        if name in INLINE_MARKS:
            self.marks[INLINE_MARKS[name]] += 1
        elif name == "a":
            element = BeautifulSoup(source, "html.parser").a
            address = str(element.get("href") or "") if element else ""
            if address:
                self.open_link(address, str(element.get("title") or "") if element else "")
            else:
                self.report("html", source[:80])
                self.links.append(None)
        else:
            self.report("html", f"{source[:80]} left out")

    def close_tag(self, name: str) -> None:
        if not self.open_tags or self.open_tags[-1] != name:
            raise NoBlock("html", f"</{name}> was not opened")
        self.open_tags.pop()
        if name in INLINE_MARKS:
            self.marks[INLINE_MARKS[name]] -= 1
        elif name == "a":
            self.links.pop()


READERS: dict[str, Callable[[InlineReader, Token], None]] = {
    "text": InlineReader.text,
    "text_special": InlineReader.text,
    "unparsed": InlineReader.unparsed,
    "code_inline": InlineReader.code,
    "math_inline": InlineReader.math,
    "footnote_ref": InlineReader.footnote,
    "softbreak": InlineReader.soft_break,
    "hardbreak": InlineReader.hard_break,
    "html_inline": InlineReader.html,
    "link_open": InlineReader.link,
    "link_close": InlineReader.close_link,
    "liquid_raw": InlineReader.raw_tag,
}
