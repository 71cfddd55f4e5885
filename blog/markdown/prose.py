"""Parses the rich text of a `text` block into paragraphs and lists of runs, and writes it as Draftail stores it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Self

from blog.markdown.addresses import spoken_address
from blog.markdown.runs import Footnote, Math, Run, normal_runs, to_html
from blog.markdown.tags import INLINE_MARKS

HTML_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?P<closing>/?)(?P<name>[A-Za-z][\w-]*)(?P<attributes>(?:\"[^\"<]*\"|'[^'<]*'|[^'\"<>])*+)>|[^<]+|<",
    re.DOTALL,
)
PROSE_ATTRIBUTE = re.compile(r"(?<![\w-])([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
PARAGRAPHS = {
    "p": "p",
    "h1": "h2",
    "h2": "h2",
    "h3": "h3",
    "h4": "h4",
    "h5": "h4",
    "h6": "h4",
    "blockquote": "blockquote",
    "div": "p",
}
PROSE_LIST_TAGS = ("ul", "ol")
# Lists that are nested deeper become siblings of the innermost list.
MAX_LISTS = 20
LABEL = re.compile(r"[^\w-]+")


@dataclass(slots=True)
class Paragraph:
    """`tag` is p, h2, h3, h4 or blockquote; `key` is the editor's key of the paragraph."""

    tag: str
    runs: list[Run] = field(default_factory=list)
    key: str = ""

    @property
    def html(self) -> str:
        return f"<{self.tag}>{to_html(self.runs)}</{self.tag}>"


@dataclass(slots=True)
class ProseItem:
    runs: list[Run] = field(default_factory=list)
    lists: list["ProseList"] = field(default_factory=list)
    key: str = ""


@dataclass(slots=True)
class ProseList:
    """`tag` is ul or ol."""

    tag: str
    items: list[ProseItem] = field(default_factory=list)

    @property
    def html(self) -> str:
        inside = "".join(
            f"<li>{to_html(item.runs)}{''.join(inner.html for inner in item.lists)}</li>" for item in self.items
        )
        return f"<{self.tag}>{inside}</{self.tag}>"


type Prose = Paragraph | ProseList


class ProseHtml(str):
    """Prose as HTML in its normal form, with the paragraphs and lists that it consists of."""

    __slots__ = ("nodes",)

    def __new__(cls, nodes: list[Prose]) -> Self:
        html = super().__new__(cls, "".join(node.html for node in nodes))
        html.nodes = nodes
        return html


def parse_prose(html: str) -> list[Prose]:
    """Returns the paragraphs and lists of stored rich text, with normal runs and without empty paragraphs.

    Reads HTML that Draftail stores. Of other HTML, it keeps the text: an unknown tag is ignored, but not its content.
    """
    return [*html.nodes] if isinstance(html, ProseHtml) else ProseParser().parse(html)


def inline_runs(html: str) -> list[Run]:
    """Returns the runs of rich text that is one paragraph, as in a caption or a cell. Its paragraphs become lines."""
    runs: list[Run] = []
    for node in parse_prose(html):
        for line in lines_of(node):
            runs += [Run("\n"), *line] if runs else line
    return normal_runs(runs)


def lines_of(node: Prose) -> Iterator[list[Run]]:
    if isinstance(node, Paragraph):
        yield node.runs
        return
    for item in node.items:
        yield item.runs
        for inner in item.lists:
            yield from lines_of(inner)


def attributes_of(source: str) -> dict[str, str]:
    return {
        name.lower(): unescape(double or single or bare)
        for name, double, single, bare in PROSE_ATTRIBUTE.findall(source)
    }


@dataclass(slots=True)
class ProseParser:
    out: list[Prose] = field(default_factory=list)
    lists: list[ProseList] = field(default_factory=list)
    # The current paragraph or item, to which text is added; None if there is none.
    at: Paragraph | ProseItem | None = None
    marks: Counter[str] = field(default_factory=Counter)
    links: list[str | None] = field(default_factory=list)
    # The number of open spans of an entity. Its text repeats its attributes and is skipped.
    entity_depth: int = 0

    def parse(self, html: str) -> list[Prose]:
        for token in HTML_TOKEN.finditer(html):
            if token["name"]:
                self.tag(token["name"].lower(), token["attributes"], is_closing=bool(token["closing"]))
            elif not token[0].startswith("<!--"):
                self.words(unescape(token[0]))
        return list(normal_prose(self.out))

    def words(self, text: str) -> None:
        if self.entity_depth or (self.at is None and not text.strip()):
            return
        self.add(Run(text.replace("\n", " "), self.active_marks(), self.links[-1] if self.links else None))

    def active_marks(self) -> frozenset[str]:
        return frozenset(mark for mark, depth in self.marks.items() if depth > 0)

    def add(self, run: Run) -> None:
        if self.at is None:
            self.open_paragraph("p", "")
        self.at.runs.append(run)

    def tag(self, name: str, source: str, *, is_closing: bool) -> None:
        if self.entity_depth:
            self.entity_depth += (-1 if is_closing else 1) if name == "span" else 0
        elif name in INLINE_MARKS:
            self.marks[INLINE_MARKS[name]] += -1 if is_closing else 1
        elif name == "a":
            self.link(source, is_closing=is_closing)
        elif name == "br":
            self.add(Run("\n", self.active_marks()))
        elif name == "span" and not is_closing:
            self.span(attributes_of(source))
        elif name in PARAGRAPHS or name in PROSE_LIST_TAGS or name == "li":
            self.block(name, attributes_of(source).get("data-block-key", ""), is_closing=is_closing)

    def link(self, source: str, *, is_closing: bool) -> None:
        if not is_closing:
            self.links.append(spoken_address(attributes_of(source)) or (self.links[-1] if self.links else None))
        elif self.links:
            self.links.pop()

    def span(self, attributes: dict[str, str]) -> None:
        if "data-math" in attributes:
            entity: Math | Footnote = Math(attributes["data-math"])
        elif "data-footnote" in attributes:
            entity = Footnote(attributes["data-footnote"], attributes.get("data-text", ""))
        else:
            return
        self.entity_depth = 1
        self.add(Run("", entity=entity))

    def block(self, name: str, key: str, *, is_closing: bool) -> None:
        self.marks.clear()
        self.links.clear()
        if name in PROSE_LIST_TAGS:
            self.list_tag(name, is_closing=is_closing)
        elif is_closing:
            self.at = self.lists[-1].items[-1] if name != "li" and self.lists and self.lists[-1].items else None
        elif name == "li":
            self.open_item(key)
        elif isinstance(self.at, ProseItem):
            # A paragraph within an item becomes a line of the item.
            self.at.runs.append(Run("\n"))
        else:
            self.open_paragraph(PARAGRAPHS[name], key)

    def list_tag(self, name: str, *, is_closing: bool) -> None:
        if is_closing:
            if self.lists:
                self.lists.pop()
            self.at = self.lists[-1].items[-1] if self.lists and self.lists[-1].items else None
            return
        opened = ProseList(name)
        around = self.lists[: MAX_LISTS - 1]
        (around[-1].items[-1].lists if around and around[-1].items else self.out).append(opened)
        self.lists.append(opened)
        self.at = None

    def open_item(self, key: str) -> None:
        if not self.lists:
            self.list_tag("ul", is_closing=False)
        self.at = ProseItem(key=key)
        self.lists[-1].items.append(self.at)

    def open_paragraph(self, tag: str, key: str) -> None:
        self.at = Paragraph(tag, key=key)
        self.out.append(self.at)


def normal_prose(nodes: Iterable[Prose]) -> Iterator[Prose]:
    for node in nodes:
        if isinstance(node, Paragraph):
            node.runs = normal_runs(normal_entities(node.runs))
            if node.runs:
                yield node
        elif node.items:
            for item in node.items:
                item.runs = normal_runs(normal_entities(item.runs))
                item.lists = [inner for inner in normal_prose(item.lists) if isinstance(inner, ProseList)]
            yield node


def normal_entities(runs: Iterable[Run]) -> Iterator[Run]:
    """Puts formulas on one line, limits labels to characters that Markdown accepts, and omits empty formulas."""
    for run in runs:
        if isinstance(run.entity, Math):
            if tex := " ".join(run.entity.tex.split()):
                yield Run("", entity=Math(tex))
        elif isinstance(run.entity, Footnote):
            yield Run("", entity=normal_footnote(run.entity))
        else:
            yield run


def normal_footnote(note: Footnote) -> Footnote:
    return Footnote(LABEL.sub("-", note.label).strip("-") or "note", normal_note(note.text))


def normal_note(text: str) -> str:
    """Returns the Markdown of a note without blank lines around it and without spaces at the ends of lines."""
    lines = [line.rstrip(" \t") for line in re.split(r"\r\n?|\n", text)]
    return "\n".join(lines).strip("\n").strip(" \t")
