"""Writes a body as canonical Markdown, in the dialect of docs/markdown.md."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from blog.markdown.body import Block, Body
from blog.markdown.directive_blocks import ATTRIBUTE_NAMES
from blog.markdown.normal import normal_form, notes_in
from blog.markdown.normal_values import LEAF_FIELDS
from blog.markdown.prose import Paragraph, ProseItem, ProseList, inline_runs, parse_prose
from blog.markdown.runs import Run, normal_runs
from blog.markdown.walk import all_blocks
from blog.markdown.write_inline import InlineStyle, destination, inline_markdown
from blog.markdown.write_parts import attributes, code_attributes, directive, fenced, in_title, indented, quoted, row_of

ALT_STYLE = InlineStyle(one_line=True, keeps_words=False)
DELIMITER_ROWS = {"text": "---", "centre": ":-:", "number": "--:"}
SIGNS_ALONE = re.compile(r"([-*])(?: \1){2,}")
PARAGRAPH_SIGNS = {"p": "", "h2": "## ", "h3": "### ", "h4": "#### ", "blockquote": "> "}


def write(body: Body) -> str:
    """Returns the canonical Markdown of a body that refers to pictures, pages and files by stable keys.

    The Markdown ends with a newline, or is empty. Reading it returns the normal form of the body (see `normal_form`).
    """
    blocks = normal_form(body.blocks)
    writer = Writer(keeps_words=not has_definitions(blocks))
    parts = [writer.blocks(blocks), *footnotes(blocks)]
    text = "\n\n".join(filter(None, parts))
    return f"{text}\n" if text else ""


def has_definitions(blocks: list[Block]) -> bool:
    """Returns whether the text may define a link, so that a word in brackets could become that link."""
    kept = any(block["type"] == "markdown" and "]:" in block["value"] for block in all_blocks(blocks))
    return kept or any("]:" in text for _label, text in notes_in(blocks))


def footnotes(blocks: list[Block]) -> Iterator[str]:
    # One footnote per label, in the order of their first references.
    for label, text in dict(notes_in(blocks)).items():
        yield indented(text, "    ", first=f"[^{label}]: ").rstrip()


class Writer:
    def __init__(self, *, keeps_words: bool) -> None:
        self.paragraph_style = InlineStyle(keeps_words=keeps_words)
        self.line_style = InlineStyle(one_line=True, keeps_words=keeps_words)

    def blocks(self, blocks: list[Block]) -> str:
        parts: list[str] = []
        # The sign of the list directly before. An adjacent list of the same kind must have another one.
        last_sign = ""
        for block in blocks:
            kind, value = block["type"], block["value"]
            if kind == "text":
                text, last_sign = self.text(value, last_sign)
            elif kind == "list":
                sign = other_sign(list_sign(is_ordered=value["ordered"]), last_sign)
                text, last_sign = self.list_block(value, sign), sign
            else:
                text, last_sign = self.writers[kind](self, value), ""
            parts.append(text)
        return "\n\n".join(parts)

    def text(self, html: str, last_sign: str) -> tuple[str, str]:
        parts = []
        for node in parse_prose(html):
            if isinstance(node, Paragraph):
                parts.append(self.paragraph(node))
                last_sign = ""
            else:
                last_sign = other_sign(list_sign(is_ordered=node.tag == "ol"), last_sign)
                parts.append(self.prose_list(node, last_sign))
        return "\n\n".join(parts), last_sign

    def paragraph(self, node: Paragraph) -> str:
        if node.tag in ("p", "blockquote"):
            line = inline_markdown(node.runs, self.paragraph_style)
            return quoted(line) if node.tag == "blockquote" else line
        line = inline_markdown(node.runs, self.line_style)
        # Hashes at the end, after a space, would be the closing sequence of the heading.
        closes = re.search(r"(?:^|\s)#+\Z", line)
        return PARAGRAPH_SIGNS[node.tag] + (f"{line[:-1]}\\#" if closes else line)

    def prose_list(self, node: ProseList, sign: str) -> str:
        lines = []
        for number, item in enumerate(node.items, start=1):
            marker = marker_of(sign, number)
            text = inline_markdown(item.runs, self.paragraph_style)
            last_sign = ""
            for inner in item.lists:
                last_sign = other_sign(list_sign(is_ordered=inner.tag == "ol"), last_sign)
                # Directly below text, the sign of an empty item would underline the text as a heading or continue it.
                gap = "\n\n" if text and is_bare(inner.items[0]) else "\n" if text else ""
                text += gap + self.prose_list(inner, last_sign)
            lines.append(list_item_lines(text, marker))
        return "\n".join(lines)

    def list_block(self, value: dict[str, Any], sign: str) -> str:
        start = 1 if value["start"] is None else value["start"]
        parts = []
        for number, item in enumerate(value["items"], start=start):
            marker = marker_of(sign, number)
            task = task_sign(item["value"])
            content = self.blocks(item["value"]["content"])
            if content == "---" or content.startswith("---\n"):
                # Dashes after the sign of an item would form one thematic break with it.
                content = f"___{content[3:]}"
            parts.append(list_item_lines(task + content, marker))
        return "\n\n".join(parts)

    def quote(self, value: dict[str, Any]) -> str:
        content = self.blocks(value["content"])
        if not (value["source"] or value["source_url"]):
            return quoted(content)
        return directive("quote", {"source": value["source"], "url": value["source_url"]}, content)

    def callout(self, value: dict[str, Any]) -> str:
        return quoted(f"[!{value['kind'].upper()}]\n{self.blocks(value['content'])}")

    def details(self, value: dict[str, Any]) -> str:
        words = ("open",) if value["is_open"] else ()
        return directive("details", {"summary": value["summary"]}, self.blocks(value["content"]), *words)

    def code(self, value: dict[str, Any]) -> str:
        info = " ".join(filter(None, [value["language"], code_attributes(value)]))
        return fenced(value["code"], info)

    def image(self, value: dict[str, Any]) -> str:
        picture = self.picture(value)
        if value["link"]:
            picture = f"[{picture}]({destination(value['link'])})"
        shown = {"width": value["width"] if value["width"] != "text" else "", "credit": value["credit"]}
        named = attributes(shown)
        return f"{picture}{{{named}}}" if named else picture

    def picture(self, value: dict[str, Any]) -> str:
        alt = inline_markdown(normal_runs([Run(value["image"]["alt_text"])]), ALT_STYLE)
        if alt.count("$") == 1:
            # The dollar sign would start a formula that ends at the next one, after the picture.
            alt = alt.replace("$", "\\$")
        if alt.startswith("^"):
            # cmark takes the bracket for a footnote, and shows a link.
            alt = f"\\{alt}"
        caption = self.line(value["caption"])
        title = f' "{in_title(caption)}"' if caption else ""
        return f"![{alt}]({destination(value['image']['image'])}{title})"

    def line(self, html: str) -> str:
        return inline_markdown(inline_runs(html), self.line_style) if html else ""

    def gallery(self, value: dict[str, Any]) -> str:
        pictures = "\n\n".join(self.picture(item["value"]) for item in value["images"])
        return directive("gallery", {"caption": self.line(value["caption"])}, pictures)

    def table(self, value: dict[str, Any]) -> str:
        columns, rows = value["table"]["columns"], value["table"]["rows"]
        lines = [row_of([column["heading"] for column in columns])]
        lines.append(f"| {' | '.join(DELIMITER_ROWS[column['type']] for column in columns)} |")
        lines += [row_of([self.line(cell) for cell in row["values"]]) for row in rows]
        table = "\n".join(lines)
        if not (value["table"]["caption"] or value["header_column"]):
            return table
        words = ("header-column",) if value["header_column"] else ()
        return directive("table", {"caption": value["table"]["caption"]}, table, *words)

    def math(self, value: dict[str, Any]) -> str:
        tex = value["tex"]
        math = fenced(tex, "math") if "$$" in tex else f"$$\n{tex}\n$$"
        return directive("math", {"caption": value["caption"]}, math) if value["caption"] else math

    def markdown(self, value: str) -> str:
        return value

    def divider(self, value: None) -> str:
        return "---"

    writers: dict[str, Callable[["Writer", Any], str]] = {
        "quote": quote,
        "callout": callout,
        "details": details,
        "code": code,
        "image": image,
        "gallery": gallery,
        "table": table,
        "math": math,
        "markdown": markdown,
        "divider": divider,
    }


def leaf_writer(kind: str) -> Callable[[Writer, dict[str, Any]], str]:
    def leaf(writer: Writer, value: dict[str, Any]) -> str:
        named = {ATTRIBUTE_NAMES.get(name, name): value[name] for name in LEAF_FIELDS[kind]}
        return f"::{kind} {attributes(named)}"

    return leaf


Writer.writers |= {kind: leaf_writer(kind) for kind in LEAF_FIELDS}


def is_bare(item: ProseItem) -> bool:
    return not item.runs and not item.lists


def task_sign(item: dict[str, Any]) -> str:
    """Returns the task sign. GFM accepts it only before a paragraph, so an empty one is added if there is none."""
    sign = {"done": "[x] ", "open": "[ ] "}.get(item["task"], "")
    if not sign or not item["content"]:
        return f"{sign}<!-- -->" if sign else ""
    first = item["content"][0]
    is_before_words = first["type"] == "image" or str(first["value"]).startswith("<p>")
    return sign if is_before_words else f"{sign}<!-- -->\n\n"


def list_sign(*, is_ordered: bool) -> str:
    return "." if is_ordered else "-"


def other_sign(sign: str, last: str) -> str:
    """Returns a different sign for a list after one of its kind, because they would otherwise be one list."""
    return {"-": "*", ".": ")"}[sign] if sign == last else sign


def list_item_lines(text: str, marker: str) -> str:
    lines = indented(text, " " * len(marker), first=marker) if text else marker.rstrip()
    first, *others = lines.split("\n")
    # The signs of empty items within each other would form a thematic break.
    return "\n".join([f"{first} <!-- -->", *others]) if SIGNS_ALONE.fullmatch(first) else lines


def marker_of(sign: str, number: int) -> str:
    return f"{number}{sign} " if sign in ".)" else f"{sign} "
