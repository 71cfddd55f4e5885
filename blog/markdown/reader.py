"""Converts Markdown, node by node, to blocks in their normal form."""

import re
from collections.abc import Callable
from html import unescape

from markdown_it.token import Token

from blog.markdown.body import MAX_CONTAINERS, Block, Body, NoBlock, Note
from blog.markdown.builder import BlockList
from blog.markdown.definitions import Definitions
from blog.markdown.directive_blocks import DirectiveReader
from blog.markdown.fences import code_value
from blog.markdown.foreign_html import HtmlBlocks
from blog.markdown.images import PictureReader, embed_value, lone_video
from blog.markdown.inline import InlineReader
from blog.markdown.lists import ListReader
from blog.markdown.nodes import Document, Node, parse
from blog.markdown.normal_values import normal_tex
from blog.markdown.parser import reading_parser, refuse_long
from blog.markdown.runs import Run, to_html
from blog.markdown.tables import alignment, rows_of, table_value
from blog.markdown.wrappers import Wrappers, containers
from blog.markdown.write_inline import InlineStyle, inline_markdown

TOO_DEEP_REASON = f"deeper than {MAX_CONTAINERS} containers"
HEADING_ID = re.compile(r"(?<!\s)\s*(?<!\\)\{#[^{}\s]+\}\s*\Z")


def read_at(text: str, *, depth: int) -> Body:
    """Returns the body of a text within `depth` containers. See `blog.markdown.read.read`."""
    refuse_long(text)
    document = parse(text)
    reader = Reader(document)
    body = reader.body(depth)
    if reader.has_top_heading:
        # The title of the post is the only first-level heading of its page.
        body = Reader(document, shift=1).body(depth)
    return body


class Reader:
    """`shift` is added to the level of each heading."""

    def __init__(self, document: Document, *, shift: int = 0) -> None:
        self.parser = reading_parser()
        self.tree, self.environment = document.tree, document.environment
        self.shift = shift
        self.has_top_heading = False
        self.notes: list[Note] = []
        self.line = 1
        self.definitions = Definitions(self.tree, self.environment)
        self.lists = ListReader(self)
        self.directives = DirectiveReader(self)
        self.wrappers = Wrappers(self.report)
        self.pictures = PictureReader(self)

    def body(self, depth: int) -> Body:
        out = BlockList(self.definitions.complete)
        self.read_nodes(self.tree, out, depth=depth)
        out.flush()
        for node in self.definitions.unused():
            self.line = node.line
            detail = f"[^{node.token.meta['label']}] is never used"
            self.add_raw_markdown(node.text, out, construct="footnote", detail=detail)
        return Body(out.finish(), sorted(self.notes, key=lambda note: note.line))

    def report(self, construct: str, detail: str) -> None:
        self.notes.append(Note(self.line, construct, detail))

    def add_raw_markdown(self, text: str, out: BlockList, *, construct: str, detail: str) -> None:
        """Keeps a part of the text as raw Markdown and reports the reason."""
        self.notes.append(Note(self.line, construct, detail, len(text.split())))
        out.add_markdown(text)

    def isolated_paragraph(self, text: str, node: Node) -> str:
        """Indents the lazy lines of a paragraph if they would start another block outside its container."""
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
                text = self.isolated_paragraph(node.source.between(node.span[0], group[-1].span[1]).rstrip(), node)
                detail = reason.detail or node.text.partition("\n")[0][:80]
                self.add_raw_markdown(text, out, construct=reason.construct, detail=detail)

    def read_group(self, group: list[Node], out: BlockList, depth: int) -> None:
        if len(group) == 1:
            self.read_node(group[0], out, depth)
        elif all(node.kind == "html_block" for node in group):
            out.add_all(HtmlBlocks(self, depth).read("\n".join(node.token.content for node in group)))
        else:
            self.wrapped(group, out, depth)

    def wrapped(self, group: list[Node], out: BlockList, depth: int) -> None:
        """Reads the Markdown between the HTML that opens an element and the HTML that closes it."""
        around = containers(group[0].token.content, group[-1].token.content)
        if around is None:
            raise NoBlock("html", group[0].token.content.strip()[:80])
        if depth + len(around) > MAX_CONTAINERS:
            raise NoBlock("nesting", TOO_DEEP_REASON)
        content = self.nested(group[1:-1], depth + len(around))
        for outer in reversed(around):
            holder = BlockList(self.definitions.complete)
            holder.add(outer.kind, {**outer.fields, "content": content})
            content = holder.finish()
        out.add_all(content)

    def read_node(self, node: Node, out: BlockList, depth: int) -> None:
        readers: dict[str, Callable[[Node, BlockList, int], None]] = {
            "paragraph": self.paragraph,
            "heading": self.heading,
            "bullet_list": self.lists.read,
            "ordered_list": self.lists.read,
            "blockquote": self.blockquote,
            "alert": self.callout,
            "directive": self.directives.read,
            "directive_leaf": self.directives.leaf,
            "math_block": self.math,
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
            raise NoBlock("nesting" if node.kind == "too_deep" else node.kind)
        reader(node, out, depth)

    def inline_runs(self, tokens: list[Token]) -> list[Run]:
        return InlineReader(self.report, self.definitions.note).read(tokens)

    def inline_html(self, tokens: list[Token]) -> str:
        return to_html(self.inline_runs(tokens))

    def inline(self, source: str) -> list[Token]:
        return self.parser.parseInline(source, dict(self.environment))[0].children or []

    def paragraph(self, node: Node, out: BlockList, depth: int) -> None:
        tokens = node.inline
        if images := self.pictures.alone(node):
            for image in images:
                out.add("image", image)
        elif address := lone_video(tokens):
            out.add("embed", embed_value(address))
        else:
            if node.content.startswith(":::") or "\n:::" in node.content:
                self.report("directive", node.text.partition("\n")[0][:80])
            if html := self.inline_html(tokens):
                out.add_prose(f"<p>{html}</p>")

    def heading(self, node: Node, out: BlockList, depth: int) -> None:
        tokens = node.inline
        if match := HEADING_ID.search(node.content):
            self.report("heading id", match[0].strip())
            tokens = self.inline(node.content[: match.start()])
        if html := self.inline_html(tokens):
            tag = f"h{self.level(int(node.token.tag[1]))}"
            out.add_prose(f"<{tag}>{html}</{tag}>")

    def level(self, written: int) -> int:
        self.has_top_heading |= written == 1
        wanted = written + self.shift
        shown = min(max(wanted, 2), 4)
        if shown != wanted:
            self.report("heading level", f"level {wanted} became {shown}")
        return shown

    def container(self, nodes: list[Node], depth: int) -> list[Block]:
        if depth >= MAX_CONTAINERS:
            raise NoBlock("nesting", TOO_DEEP_REASON)
        return self.nested(nodes, depth + 1)

    def blockquote(self, node: Node, out: BlockList, depth: int) -> None:
        parts = [child for child in node.children if child.kind != "footnote_reference"]
        if len(parts) == 1 and parts[0].kind == "paragraph" and not self.pictures.alone(parts[0]):
            try:
                html = self.inline_html(parts[0].inline)
            except NoBlock:
                pass
            else:
                out.add_prose(f"<blockquote>{html}</blockquote>" if html else "")
                return
        out.add("quote", {"content": self.container(parts, depth), "source": "", "source_url": ""})

    def callout(self, node: Node, out: BlockList, depth: int) -> None:
        content = self.container(node.children, depth)
        out.add("callout", {"kind": node.token.meta["kind"].lower(), "content": content})

    def table(self, node: Node, out: BlockList, depth: int) -> None:
        out.add("table", self.table_value(node))

    def table_value(self, node: Node) -> dict:
        head, *rows = rows_of(node)
        columns = [(alignment(cell), self.heading_cell(cell.inline)) for cell in head]
        return table_value(columns, [[self.cell(cell.inline) for cell in row] for row in rows])

    def heading_cell(self, tokens: list[Token]) -> str:
        """Returns a column heading, which is stored as inline Markdown."""
        return inline_markdown(self.inline_runs(tokens), InlineStyle(one_line=True))

    def cell(self, tokens: list[Token]) -> str:
        html = self.inline_html(tokens)
        return f"<p>{html}</p>" if html else ""

    def code(self, node: Node, out: BlockList, depth: int) -> None:
        info = unescape(node.token.info)
        if info.strip() == "math":
            self.math(node, out, depth)
        else:
            out.add("code", code_value(node.token.content, info, report=self.report))

    def math(self, node: Node, out: BlockList, depth: int) -> None:
        if tex := self.tex_of(node):
            out.add("math", {"tex": tex, "caption": ""})

    def tex_of(self, node: Node) -> str:
        if node.kind == "fence":
            return normal_tex(node.token.content)
        return normal_tex(node.text.strip().removeprefix("$$").removesuffix("$$"))

    def html(self, node: Node, out: BlockList, depth: int) -> None:
        out.add_all(HtmlBlocks(self, depth).read(node.token.content))
