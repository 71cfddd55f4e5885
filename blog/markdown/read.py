"""Markdown to a body in its normal form."""

import re
from collections.abc import Callable
from html import unescape

from markdown_it.token import Token

from blog.markdown.attributes import read_attributes
from blog.markdown.body import Block, Body, NoBlock, Note
from blog.markdown.builder import BlockList
from blog.markdown.definitions import Definitions
from blog.markdown.fences import code_value
from blog.markdown.foreign_html import HtmlBlocks
from blog.markdown.images import caption_below, images_alone, lone_video, with_attributes
from blog.markdown.inline import InlineReader, linkable
from blog.markdown.lists import ListReader
from blog.markdown.nodes import Node, Source, build_tree
from blog.markdown.parser import reading_parser, refuse_long
from blog.markdown.runs import Run, normal_runs, to_html
from blog.markdown.tables import alignment, heading_of, rows_of, table_value
from blog.markdown.wrappers import Wrappers

MAX_CONTAINERS = 3
HEADING_ID = re.compile(r"\s*\{#[^{}\s]+\}\s*\Z")
IMAGE_ATTRIBUTES = re.compile(r"(?P<images>.*\))[ \t]*\{(?P<attributes>[^{}]*)\}\s*\Z", re.DOTALL)
TOP_HEADING = re.compile(r"<h1[\s>]", re.IGNORECASE)


def read(text: str, *, like: Body | None = None) -> Body:
    """Read Markdown (the dialect of docs/markdown.md, or foreign) into blocks in their stored form.

    Addresses stay as they are written (see `resolve`). What has no block is kept, by its source lines, in a
    `markdown` block; every change is a Note. Raises TextTooLong.
    """
    refuse_long(text)
    return Reader(text).body()


class Reader:
    def __init__(self, text: str) -> None:
        self.parser = reading_parser()
        self.environment: dict = {}
        tokens = self.parser.parse(text, self.environment)
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self.tree = build_tree(tokens, Source(lines))
        self.notes: list[Note] = []
        self.line = 1
        self.shift = int(any(has_top_heading(token) for token in tokens))
        self.definitions = Definitions(self.tree, self.environment)
        self.lists = ListReader(self)
        self.wrappers = Wrappers(self.report)

    def body(self) -> Body:
        out = BlockList(self.definitions.complete)
        self.read_nodes(self.tree, out, depth=0)
        out.flush()
        for node in self.definitions.unused():
            self.line = node.line
            detail = f"[^{node.token.meta['label']}] is never used"
            self.keep(node.text, out, construct="footnote", detail=detail)
        return Body(out.finish(), sorted(self.notes, key=lambda note: note.line))

    def report(self, construct: str, detail: str) -> None:
        self.notes.append(Note(self.line, construct, detail))

    def keep(self, text: str, out: BlockList, *, construct: str, detail: str) -> None:
        """Leaves a piece as Markdown, and says why."""
        self.notes.append(Note(self.line, construct, detail, len(text.split())))
        out.add_markdown(text)

    def standing_alone(self, text: str, node: Node) -> str:
        """A paragraph whose lazy lines would start something else outside its container has them indented."""
        if node.kind != "paragraph" or len(self.parser.parse(text, {})) == len(("open", "inline", "close")):
            return text
        return text.replace("\n", "\n    ")

    def nested(self, nodes: list[Node], depth: int) -> list[Block]:
        out = BlockList(self.definitions.complete)
        self.read_nodes(nodes, out, depth=depth)
        return out.finish()

    def read_nodes(self, nodes: list[Node], out: BlockList, *, depth: int) -> None:
        for group in self.wrappers.groups(nodes):
            node = group[0]
            self.line = node.line
            notes_before = len(self.notes)
            try:
                self.read_group(group, out, depth)
            except NoBlock as reason:
                self.line = node.line
                del self.notes[notes_before:]
                text = self.standing_alone(node.source.between(node.span[0], group[-1].span[1]).rstrip(), node)
                detail = reason.detail or node.text.partition("\n")[0][:80]
                self.keep(text, out, construct=reason.construct, detail=detail)

    def read_group(self, group: list[Node], out: BlockList, depth: int) -> None:
        if len(group) == 1:
            self.read_node(group[0], out, depth)
        elif all(node.kind == "html_block" for node in group):
            out.add_all(HtmlBlocks(self).read("\n".join(node.token.content for node in group)))
        else:
            raise NoBlock("html", group[0].token.content.strip()[:80])

    def read_node(self, node: Node, out: BlockList, depth: int) -> None:
        readers: dict[str, Callable[[Node, BlockList, int], None]] = {
            "paragraph": self.paragraph,
            "heading": self.heading,
            "bullet_list": self.lists.read,
            "ordered_list": self.lists.read,
            "blockquote": self.blockquote,
            "alert": self.callout,
            "directive": self.quote_directive,
            "directive_leaf": self.embed_directive,
            "table": self.table,
            "fence": self.code,
            "code_block": self.code,
            "hr": lambda node, out, depth: out.add("divider", None),
            "html_block": self.html,
            "footnote_reference": lambda node, out, depth: None,
            "alert_title": lambda node, out, depth: None,
            "liquid_raw": lambda node, out, depth: self.report("liquid", "raw tag left out"),
        }
        reader = readers.get(node.kind)
        if reader is None:
            constructs = {"math_block": "math", "too_deep": "nesting"}
            raise NoBlock(constructs.get(node.kind, node.kind))
        reader(node, out, depth)

    def inline_html(self, tokens: list[Token]) -> str:
        return to_html(InlineReader(self.report).read(tokens))

    def caption(self, title: str) -> str:
        """A picture's title as inline rich text; it may hold inline Markdown."""
        try:
            html = self.inline_html(self.inline(title)) if title else ""
        except NoBlock:
            html = to_html(normal_runs([Run(title)]))
        return f"<p>{html}</p>" if html else ""

    def inline(self, source: str) -> list[Token]:
        return self.parser.parseInline(source, dict(self.environment))[0].children or []

    def paragraph(self, node: Node, out: BlockList, depth: int) -> None:
        tokens = node.inline
        if images := self.images(node):
            for image in images:
                out.add("image", image)
        elif address := lone_video(tokens):
            out.add("embed", {"url": address, "title": "", "caption": ""})
        else:
            if node.content.startswith(":::") or "\n:::" in node.content:
                self.report("directive", node.text.partition("\n")[0][:80])
            if html := self.inline_html(tokens):
                out.add_prose(f"<p>{html}</p>")

    def images(self, node: Node) -> list[dict]:
        """The pictures of a paragraph that holds nothing else but their attributes or caption."""
        if "![" not in node.content and "<img" not in node.content.lower():
            return []
        if match := IMAGE_ATTRIBUTES.match(node.content):
            images = images_alone(self.inline(match["images"]), self.caption)
            return with_attributes(images, match["attributes"], self.report) if images else []
        tokens = node.inline
        below = caption_below(tokens)
        images = images_alone(tokens[: -len(below) - 3] if below else tokens, self.caption)
        if images and below:
            images[-1]["caption"] = f"<p>{self.inline_html(below)}</p>"
        return images

    def heading(self, node: Node, out: BlockList, depth: int) -> None:
        tokens = node.inline
        if match := HEADING_ID.search(node.content):
            self.report("heading id", match[0].strip())
            tokens = self.inline(node.content[: match.start()])
        if html := self.inline_html(tokens):
            tag = f"h{self.level(int(node.token.tag[1]))}"
            out.add_prose(f"<{tag}>{html}</{tag}>")

    def level(self, written: int) -> int:
        wanted = written + self.shift
        shown = min(max(wanted, 2), 4)
        if shown != wanted:
            self.report("heading level", f"level {wanted} became {shown}")
        return shown

    def container(self, nodes: list[Node], depth: int) -> list[Block]:
        if depth >= MAX_CONTAINERS:
            raise NoBlock("nesting", "deeper than three containers")
        return self.nested(nodes, depth + 1)

    def blockquote(self, node: Node, out: BlockList, depth: int) -> None:
        parts = [child for child in node.children if child.kind != "footnote_reference"]
        if len(parts) == 1 and parts[0].kind == "paragraph" and not self.images(parts[0]):
            try:
                out.add_prose(f"<blockquote>{self.inline_html(parts[0].inline)}</blockquote>")
                return
            except NoBlock:
                pass
        self.quote(parts, out, depth)

    def quote(self, parts: list[Node], out: BlockList, depth: int, *, source: str = "", url: str = "") -> None:
        content = self.container(parts, depth)
        out.add("quote", {"content": content, "source": source, "source_url": url})

    def quote_directive(self, node: Node, out: BlockList, depth: int) -> None:
        attributes = read_attributes(node.token.meta["attributes"])
        source, url = attributes.named.pop("source", ""), attributes.named.pop("url", "")
        for left_over in [*attributes.named, *attributes.others]:
            self.report("directive", left_over)
        self.quote(node.children, out, depth, source=source, url=linkable(url))

    def embed_directive(self, node: Node, out: BlockList, depth: int) -> None:
        named = read_attributes(node.token.meta["attributes"]).named
        if not named.get("url", "").startswith(("https://", "http://")):
            raise NoBlock("directive", node.text)
        out.add("embed", {key: named.get(key, "") for key in ("url", "title", "caption")})

    def callout(self, node: Node, out: BlockList, depth: int) -> None:
        content = self.container(node.children, depth)
        out.add("callout", {"kind": node.token.meta["kind"].lower(), "content": content})

    def table(self, node: Node, out: BlockList, depth: int) -> None:
        head, *rows = rows_of(node)
        columns = [(alignment(cell), heading_of(cell)) for cell in head]
        out.add("table", table_value(columns, [[self.cell(cell.inline) for cell in row] for row in rows]))

    def cell(self, tokens: list[Token]) -> str:
        html = self.inline_html(tokens)
        return f"<p>{html}</p>" if html else ""

    def code(self, node: Node, out: BlockList, depth: int) -> None:
        info = unescape(node.token.info)
        out.add("code", code_value(node.token.content, info, report=self.report))

    def html(self, node: Node, out: BlockList, depth: int) -> None:
        out.add_all(HtmlBlocks(self).read(node.token.content))


def has_top_heading(token: Token) -> bool:
    if token.type == "heading_open":
        return token.tag == "h1"
    return token.type == "html_block" and bool(TOP_HEADING.search(token.content))
