"""The places of a text that can be edited one by one. Pure: no database and no Django."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from blog.history.diff.parts import TEXT_FIELDS
from blog.history.diff.units import Holder, Leaf, Node, Raw, Unit, unit_with_node, units_of
from blog.history.merge.blocks import blocks_of
from blog.markdown.body import Body
from blog.markdown.prose import Paragraph, inline_runs
from blog.markdown.read import read
from blog.markdown.runs import Run, normal_runs, to_html
from blog.markdown.write import footnotes, write
from blog.markdown.write_inline import InlineStyle, inline_markdown

LINK_FIELDS = frozenset(("link", "source_url", "url"))


@dataclass(frozen=True, slots=True)
class Place:
    """``id`` is valid for this text only. ``kind`` is paragraph, heading, item, line, cell, link, markdown or a field.

    ``text`` is Markdown: a paragraph without its sign, an item without its marker, the address of a link.
    """

    id: str
    kind: str
    text: str


def places(text: str) -> list[Place]:
    """Returns the places of a canonical text, in order."""
    editor = PlaceEditor({})
    editor.units(units_of(read(text).blocks), "")
    return editor.places


def replace_places(text: str, edits: Mapping[str, str]) -> str:
    """Returns the canonical text with other Markdown in the places whose ids are the keys of ``edits``.

    A paragraph may become several or none. Raises ValueError for an unknown place, or if a line becomes a block.
    """
    editor = PlaceEditor(edits)
    units = editor.units(units_of(read(text).blocks), "")
    if unknown := edits.keys() - {place.id for place in editor.places}:
        message = f"The text has no places {sorted(unknown)}."
        raise ValueError(message)
    return write(Body(blocks_of(units)))


class PlaceEditor:
    """Goes through units, lists their places and returns the units with the edits."""

    def __init__(self, edits: Mapping[str, str]) -> None:
        self.edits = edits
        self.places: list[Place] = []

    def edit(self, name: str, kind: str, text: str) -> str:
        self.places.append(Place(name, kind, text))
        return self.edits.get(name, text)

    def units(self, units: list[Unit], prefix: str, kind: str = "paragraph") -> list[Unit]:
        nodes = [node for number, unit in enumerate(units) for node in self.nodes(unit.node, f"{prefix}{number}", kind)]
        return [unit_with_node("", node) for node in nodes]

    def nodes(self, node: Node, name: str, kind: str) -> list[Node]:
        match node:
            case Paragraph():
                return self.paragraphs(node, name, kind if node.tag in ("p", "blockquote") else "heading")
            case Raw():
                return [Raw(self.edit(name, "markdown", node.text))]
            case Holder():
                inner = "item" if node.kind == "item" else "paragraph"
                units = self.units(node.units, f"{name}.", inner)
                return [Holder(node.kind, units, self.fields(node.fields, name))]
        return [self.leaf(node, name)]

    def paragraphs(self, node: Paragraph, name: str, kind: str) -> list[Node]:
        before = inline_markdown(node.runs, InlineStyle(one_line=kind == "heading"))
        after = self.edit(name, kind, before)
        nodes: list[Node] = [node]
        if after != before:
            notes = footnotes([{"type": "text", "value": node.html}])
            nodes = [unit.node for unit in units_of(read("\n\n".join([after, *notes])).blocks)]
            if nodes and isinstance(nodes[0], Paragraph) and nodes[0].tag == "p":
                nodes[0] = Paragraph(node.tag, nodes[0].runs)
        addresses = dict.fromkeys(run.link for run in node.runs if run.link)
        new = {link: self.edit(f"{name}.link{at}", "link", link) for at, link in enumerate(addresses)}
        return [with_links(other, new) if isinstance(other, Paragraph) else other for other in nodes]

    def leaf(self, node: Leaf, name: str) -> Leaf:
        lines, table = node.lines, node.table
        if lines is not None:
            numbered = enumerate(lines.split("\n"))
            lines = "\n".join(self.edit(f"{name}.line{number}", "line", line) for number, line in numbered)
        if table is not None:
            columns = [
                {**column, "heading": self.edit(f"{name}.heading{at}", "cell", column["heading"])}
                for at, column in enumerate(table["columns"])
            ]
            rows = [
                {
                    "values": [
                        self.rich(f"{name}.row{row}.{at}", "cell", cell) for at, cell in enumerate(cells["values"])
                    ]
                }
                for row, cells in enumerate(table["rows"])
            ]
            table = {**table, "columns": columns, "rows": rows}
        return Leaf(node.kind, self.fields(node.fields, name), lines, table)

    def fields(self, fields: dict[str, Any], name: str) -> dict[str, Any]:
        return {field: self.field(f"{name}.{field}", field, value) for field, value in fields.items()}

    def field(self, name: str, field: str, value: Any) -> Any:
        if isinstance(value, list):
            return inline_runs(self.rich(name, field, to_html(value)))
        if field in LINK_FIELDS and value:
            return self.edit(name, "link", value)
        return self.edit(name, field, value) if field in TEXT_FIELDS and isinstance(value, str) else value

    def rich(self, name: str, kind: str, html: str) -> str:
        """Edits rich text of one line."""
        before = inline_markdown(inline_runs(html), InlineStyle(one_line=True))
        after = self.edit(name, kind, before)
        return html if after == before else to_html(line_of(after))


def with_links(node: Paragraph, new: dict[str, str]) -> Paragraph:
    runs = (
        Run(run.text, run.marks, new.get(run.link, run.link) if run.link else None, run.entity) for run in node.runs
    )
    return Paragraph(node.tag, normal_runs(runs))


def line_of(text: str) -> list[Run]:
    nodes = [unit.node for unit in units_of(read(text).blocks)]
    if not nodes:
        return []
    if len(nodes) > 1 or not isinstance(nodes[0], Paragraph):
        message = f"{text[:80]!r} is not one line of text."
        raise ValueError(message)
    return nodes[0].runs
