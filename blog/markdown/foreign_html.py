"""Converts block HTML to blocks if its content is plain prose, pictures, code, a table or a video."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Comment, NavigableString, Tag
from bs4.element import CData, PageElement, PreformattedString

from blog.markdown.addresses import linkable
from blog.markdown.body import MAX_CONTAINERS, Block, NoBlock
from blog.markdown.builder import BlockList
from blog.markdown.fences import code_value
from blog.markdown.html_tables import grid, only_child
from blog.markdown.images import embed_value, tag_image, video_address
from blog.markdown.runs import Run, normal_runs, to_html
from blog.markdown.tables import table_value
from blog.markdown.tags import INLINE_MARKS, LAYOUT_TAGS
from blog.markdown.write_inline import InlineStyle, inline_markdown

if TYPE_CHECKING:
    from blog.markdown.reader import Reader

MAX_HTML_CHARACTERS = 100_000
MAX_HTML_DEPTH = 60
INLINE = (*INLINE_MARKS, "a", "br", "span", "font")
LIST_TAGS = ("ul", "ol")
LANGUAGE_CLASS = re.compile(r"(?:language|lang|highlight-source)-(?P<name>\S+)")


def with_ended_tags(source: str) -> str:
    """Escapes each `<` after the last `>`, because the parser would otherwise search for the end of each tag."""
    head, end, tail = source.rpartition(">")
    return head + end + tail.replace("<", "&lt;")


class HtmlBlocks:
    """Reads one HTML block within `level` containers. Raises NoBlock if any of its content would be lost."""

    def __init__(self, reader: "Reader", level: int) -> None:
        self.reader = reader
        self.level = level
        self.out = BlockList(lambda text: text)
        self.loose: list[Run] = []

    def read(self, source: str) -> list[Block]:
        if len(source) > MAX_HTML_CHARACTERS:
            raise NoBlock("html", f"longer than {MAX_HTML_CHARACTERS:,} characters")
        self.take_children(BeautifulSoup(with_ended_tags(source), "html.parser"), depth=0)
        self.end_paragraph()
        return self.out.finish()

    def take_children(self, parent: Tag, depth: int) -> None:
        if depth > MAX_HTML_DEPTH:
            raise NoBlock("html", "nested too deeply")
        for child in parent.children:
            if isinstance(child, Comment):
                if child.strip():
                    self.reader.report("comment", child.strip()[:80])
            elif isinstance(child, PreformattedString) and not isinstance(child, CData):
                raise NoBlock("html", f"{child.strip()[:60]} is no element")
            elif isinstance(child, Tag) and child.name not in INLINE:
                self.end_paragraph()
                self.take_block(child, depth)
            elif isinstance(child, Tag) and child.name == "a" and child.find("img"):
                self.end_paragraph()
                self.pictures(child)
            else:
                self.loose.extend(self.runs(child))

    def end_paragraph(self) -> None:
        html = to_html(normal_runs(self.loose))
        self.loose = []
        if html:
            self.out.add_prose(f"<p>{html}</p>")

    def take_block(self, tag: Tag, depth: int) -> None:
        readers: dict[str, Callable[[Tag], None]] = {
            **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), self.heading),
            "p": lambda tag: self.prose("p", tag),
            "ul": lambda tag: self.out.add_prose(self.prose_list(tag)),
            "ol": lambda tag: self.out.add_prose(self.prose_list(tag)),
            "blockquote": self.blockquote,
            "img": self.pictures,
            "figure": self.pictures,
            "picture": self.pictures,
            "pre": self.code,
            "hr": lambda tag: self.out.add("divider", None),
            "iframe": self.video,
            "table": self.table,
            "details": self.details,
            "aside": self.aside,
        }
        if tag.name in LAYOUT_TAGS or (tag.name == "p" and tag.find(["img", "iframe"])):
            self.take_children(tag, depth + 1)
            self.end_paragraph()
        elif tag.name in ("script", "style"):
            self.reader.report("html", f"<{tag.name}> left out")
        elif reader := readers.get(tag.name):
            reader(tag)
        else:
            raise NoBlock("html", f"<{tag.name}>")

    def details(self, tag: Tag) -> None:
        summary = tag.find("summary", recursive=False)
        words = " ".join(summary.extract().get_text().split()) if isinstance(summary, Tag) else ""
        content = self.content(tag)
        self.out.add("details", {"summary": words, "content": content, "is_open": tag.has_attr("open")})

    def aside(self, tag: Tag) -> None:
        if content := self.content(tag):
            self.out.add("callout", {"kind": "note", "content": content})

    def content(self, tag: Tag) -> list[Block]:
        if self.level >= MAX_CONTAINERS:
            raise NoBlock("nesting", f"deeper than {MAX_CONTAINERS} containers")
        inner = HtmlBlocks(self.reader, self.level + 1)
        inner.take_children(tag, depth=0)
        inner.end_paragraph()
        return inner.out.finish()

    def heading(self, tag: Tag) -> None:
        self.prose(f"h{self.reader.level(int(tag.name[1]))}", tag)

    def prose(self, name: str, tag: Tag) -> None:
        if html := self.inline(tag):
            self.out.add_prose(f"<{name}>{html}</{name}>")

    def inline(self, tag: Tag) -> str:
        return to_html(normal_runs([run for child in tag.children for run in self.runs(child)]))

    def runs(self, element: PageElement, marks: frozenset[str] = frozenset(), link: str | None = None) -> list[Run]:
        if isinstance(element, Comment):
            self.reader.report("comment", element.strip()[:80])
            return []
        if isinstance(element, NavigableString):
            return [Run(str(element).replace("\n", " "), marks, link)]
        if not isinstance(element, Tag) or element.name not in INLINE:
            raise NoBlock("html", f"<{getattr(element, 'name', '')}> among words")
        if element.name == "br":
            return [Run("\n", marks, link)]
        if element.name == "a" and element.get("href"):
            link = linkable(str(element["href"]))
        if mark := INLINE_MARKS.get(element.name):
            marks = marks | {mark}
        return [run for child in element.children for run in self.runs(child, marks, link)]

    def prose_list(self, tag: Tag, level: int = 1) -> str:
        start = str(tag.get("start") or "1")
        if level > 5 or start != "1" or tag.get("reversed") is not None or self.out.would_join_list(tag.name):
            raise NoBlock("html", f"<{tag.name}>")
        items = []
        for child in tag.children:
            if isinstance(child, Tag) and child.name == "li":
                items.append(self.prose_item(child, level))
            elif str(child).strip() and not isinstance(child, Comment):
                raise NoBlock("html", f"<{tag.name}> with more than items")
        return f"<{tag.name}>{''.join(items)}</{tag.name}>"

    def prose_item(self, tag: Tag, level: int) -> str:
        words: list[Run] = []
        inner = ""
        for child in tag.children:
            if isinstance(child, Tag) and child.name in LIST_TAGS:
                if inner or child.name != tag.parent.name:
                    raise NoBlock("html", "<li> with lists of two kinds")
                inner = self.prose_list(child, level + 1)
            elif inner and str(child).strip():
                raise NoBlock("html", "<li> with words behind its list")
            elif isinstance(child, Tag) and child.name == "p" and not words:
                words = [run for part in child.children for run in self.runs(part)]
            elif not inner:
                words.extend(self.runs(child))
        return f"<li>{to_html(normal_runs(words))}{inner}</li>"

    def blockquote(self, tag: Tag) -> None:
        if content := self.content(tag):
            self.out.add("quote", {"content": content, "source": "", "source_url": ""})

    def pictures(self, tag: Tag) -> None:
        caption_tag = tag.find("figcaption")
        caption = self.inline(caption_tag) if isinstance(caption_tag, Tag) else ""
        if isinstance(caption_tag, Tag):
            caption_tag.extract()
        images = [tag] if tag.name == "img" else tag.find_all("img")
        others = tag.find_all(
            lambda inner: inner.name not in ("img", "a", "p", "div", "picture", "source", "center", "br")
        )
        if not images or others or tag.get_text(strip=True):
            raise NoBlock("html", f"<{tag.name}>")
        for image in images:
            link = image.find_parent("a")
            value = tag_image(image, self.reader.pictures.caption, str(link.get("href") or "") if link else "")
            if caption and image is images[-1]:
                value["caption"] = f"<p>{caption}</p>"
            self.out.add("image", value)

    def code(self, tag: Tag) -> None:
        inner = tag.find("code")
        classes = [name for part in (tag, inner) if isinstance(part, Tag) for name in part.get("class") or []]
        language = next((match["name"] for name in classes if (match := LANGUAGE_CLASS.fullmatch(name))), "")
        self.out.add("code", code_value(tag.get_text().strip("\n"), language, report=self.reader.report))

    def video(self, tag: Tag) -> None:
        address = video_address(str(tag.get("src") or ""))
        if not address:
            raise NoBlock("html", "<iframe>")
        self.out.add("embed", embed_value(address, str(tag.get("title") or "")))

    def table(self, tag: Tag) -> None:
        inside = {"thead", "tbody", "tfoot", "tr", "td", "th", "p", *INLINE}
        if other := tag.find(lambda part: part.name not in inside):
            raise NoBlock("html", f"<table> with <{other.name}>")
        rows = [row.find_all(["td", "th"], recursive=False) for row in tag.find_all("tr")]

        def report_joined() -> None:
            self.reader.report("table", "joined cells were parted")

        cells = grid([row for row in rows if row], when_joined=report_joined)
        if not cells or not cells[0]:
            raise NoBlock("html", "<table>")
        has_head = all(cell.name == "th" for cell in cells[0] if cell)
        head = cells.pop(0) if has_head else [None] * len(cells[0])
        headings = [self.heading_cell(cell) for cell in head]
        header_column = bool(cells) and all(row[0] is None or row[0].name == "th" for row in cells)
        body = [[self.cell(cell) for cell in row] for row in cells]
        self.out.add("table", table_value([("text", words) for words in headings], body, header_column=header_column))

    def heading_cell(self, tag: Tag | None) -> str:
        words = Run(" ".join(tag.get_text().split())) if tag else Run("")
        return inline_markdown(normal_runs([words]), InlineStyle(one_line=True))

    def cell(self, tag: Tag | None) -> str:
        if tag is None:
            return ""
        paragraph = tag.find("p")
        html = self.inline(paragraph if isinstance(paragraph, Tag) and only_child(tag, paragraph) else tag)
        return f"<p>{html}</p>" if html else ""
