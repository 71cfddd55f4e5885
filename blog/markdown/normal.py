"""The normal form of a body: the only stored form of its content, to which all rules of the dialect refer."""

import json
import re
from collections.abc import Callable
from html import unescape

from blog.markdown.body import Block, NoBlock, TextTooLong
from blog.markdown.builder import BlockList
from blog.markdown.definitions import DEFINED_NOTE, FOOTNOTE_REFERENCE
from blog.markdown.images import bare_video, embed_value
from blog.markdown.inline import InlineReader
from blog.markdown.normal_values import CALLOUT_KINDS, NORMAL_VALUES, one_line, preserved_lines, web_address
from blog.markdown.parser import reading_parser
from blog.markdown.prose import Paragraph, Prose, ProseList, parse_prose
from blog.markdown.prose_lists import list_item, list_value, survives_editor
from blog.markdown.reader import read_at
from blog.markdown.runs import Footnote, Run, entity_html, normal_runs
from blog.markdown.walk import all_blocks, rich_texts, with_contents, with_rich_text
from blog.markdown.write_inline import InlineStyle, inline_markdown

FOOTNOTE_HTML = re.compile(r'<span data-footnote="([^"]*)" data-text="([^"]*)">[^<]*</span>')
# The fields of a container except its content.
CONTAINER_FIELDS: dict[str, Callable[[dict], dict]] = {
    "quote": lambda value: {
        "source": one_line(value.get("source")),
        "source_url": web_address(value.get("source_url")),
    },
    "callout": lambda value: {"kind": value.get("kind") if value.get("kind") in CALLOUT_KINDS else "note"},
    "details": lambda value: {"summary": one_line(value.get("summary")), "is_open": bool(value.get("is_open"))},
}
# A full stop is excluded, because it turns www.example into a link.
PLAIN_HEADING = re.compile(r"[^\W_]*(?:[ ,%][^\W_]+)*")


def normal_form(blocks: list[Block]) -> list[Block]:
    """Returns the body as reading its Markdown would store it, without ids. Never raises."""
    return with_own_labels(NormalBody().read(blocks, depth=0))


class NormalBody:
    def read(self, blocks: list[Block], depth: int) -> list[Block]:
        out = BlockList(settled)
        for block in blocks:
            self.take(block, out, depth)
        return out.finish()

    def take(self, block: Block, out: BlockList, depth: int) -> None:
        """Adds the block. A block of an unknown type or structure is kept as JSON, in a `code` block."""
        take = TAKERS.get(block["type"], NormalBody.leaf)
        try:
            take(self, block, out, depth)
        except (AttributeError, KeyError, TypeError, ValueError):
            code = json.dumps(block, ensure_ascii=False, indent=2, default=str)
            out.add("code", {"code": code, "language": "json", "file_name": str(block["type"])})

    def leaf(self, block: Block, out: BlockList, depth: int) -> None:
        if block["type"] not in NORMAL_VALUES:
            raise KeyError(block["type"])
        out.add(block["type"], block["value"])

    def text(self, block: Block, out: BlockList, depth: int) -> None:
        for node in parse_prose(block["value"]):
            self.prose(node, out)

    def divider(self, block: Block, out: BlockList, depth: int) -> None:
        out.add("divider", None)

    def container(self, block: Block, out: BlockList, depth: int) -> None:
        value = block["value"]
        content = self.read(value.get("content") or [], depth + 1)
        out.add(block["type"], {**CONTAINER_FIELDS[block["type"]](value), "content": content})

    def table(self, block: Block, out: BlockList, depth: int) -> None:
        stored = block["value"].get("table") or {}
        columns = [
            {**column, "heading": normal_heading(column.get("heading"))} for column in stored.get("columns") or []
        ]
        out.add("table", {**block["value"], "table": {**stored, "columns": columns}})

    def prose(self, node: Prose, out: BlockList) -> None:
        if isinstance(node, ProseList):
            if survives_editor(node) and not out.would_join_list(node.tag):
                out.add_prose(node)
            else:
                out.add("list", self.list_of_prose(node))
        elif video := lone_video_of(node):
            out.add("embed", embed_value(video))
        else:
            out.add_prose(node)

    def list_of_prose(self, prose: ProseList) -> dict:
        items = []
        for item in prose.items:
            inner = BlockList(lambda text: text)
            if item.runs:
                inner.add_prose(Paragraph("p", item.runs))
            for part in item.lists:
                self.prose(part, inner)
            items.append(list_item(inner.finish()))
        return list_value(items, is_ordered=prose.tag == "ol", start=None)

    def markdown(self, block: Block, out: BlockList, depth: int) -> None:
        """Converts Markdown for which a block exists by now. The rest stays raw Markdown."""
        text = preserved_lines(block["value"])
        try:
            out.add_all(read_at(text, depth=depth).blocks)
        except TextTooLong:
            out.add_markdown(text)

    def list_block(self, block: Block, out: BlockList, depth: int) -> None:
        value = block["value"]
        is_ordered = bool(value.get("ordered"))
        start = value.get("start") if is_ordered else None
        items = []
        for item in value.get("items") or []:
            task = item["value"].get("task")
            content = self.read(item["value"].get("content") or [], depth + 1)
            items.append(list_item(content, task if task in ("open", "done") else ""))
        out.add("list", list_value(items, is_ordered=is_ordered, start=start))


TAKERS = {
    "text": NormalBody.text,
    "markdown": NormalBody.markdown,
    "divider": NormalBody.divider,
    "table": NormalBody.table,
    "list": NormalBody.list_block,
    **dict.fromkeys(CONTAINER_FIELDS, NormalBody.container),
}


def settled(text: str) -> str:
    """Returns adjacent raw Markdown with its definitions in the places that reading it as one text gives them."""
    try:
        blocks = read_at(text, depth=0).blocks
    except TextTooLong:
        return text
    return blocks[0]["value"] if [block["type"] for block in blocks] == ["markdown"] else text


def lone_video_of(node: Paragraph) -> str:
    """Returns the address of the video that a paragraph consists of, by the same rule as in reading."""
    if node.tag != "p" or len(node.runs) != 1:
        return ""
    return bare_video(node.runs[0].text, node.runs[0].link or "")


def normal_heading(source: object) -> str:
    """Returns a column heading, which is inline Markdown. A heading with other content becomes plain text."""
    text = one_line(source)
    if PLAIN_HEADING.fullmatch(text):
        return text
    try:
        tokens = reading_parser().parseInline(text, {})[0].children or []
        runs = InlineReader().read(tokens)
    except NoBlock:
        runs = normal_runs([Run(text)])
    return inline_markdown(runs, InlineStyle(one_line=True))


def with_own_labels(blocks: list[Block]) -> list[Block]:
    """Makes each footnote label refer to one text only, also if raw Markdown defines labels of its own."""
    if not any("data-footnote=" in html for block in all_blocks(blocks) for html in rich_texts(block)):
        return blocks
    kept = [block["value"] for block in all_blocks(blocks) if block["type"] == "markdown"]
    notes = [text for _label, text in notes_in(blocks)]
    elsewhere = [label for text in [*kept, *notes] for label in DEFINED_NOTE.findall(text)]
    elsewhere += [label for text in kept for label in FOOTNOTE_REFERENCE.findall(text)]
    taken: dict[str, str | None] = dict.fromkeys(elsewhere)

    def own(match: re.Match[str]) -> str:
        label, text = unescape(match[1]), unescape(match[2])
        name, number = label, 2
        while taken.setdefault(name, text) != text:
            name, number = f"{label}-{number}", number + 1
        return entity_html(Footnote(name, text))

    def relabelled(blocks: list[Block]) -> list[Block]:
        return [
            with_contents(with_rich_text(block, lambda html: FOOTNOTE_HTML.sub(own, html)), relabelled)
            for block in blocks
        ]

    return relabelled(blocks)


def notes_in(blocks: list[Block]) -> list[tuple[str, str]]:
    """Returns the label and text of every footnote reference, in reading order."""
    return [
        (unescape(label), unescape(text))
        for block in all_blocks(blocks)
        for html in rich_texts(block)
        for label, text in FOOTNOTE_HTML.findall(html)
    ]
