from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTable, TypedTableBlock

from blog.blocks.body_text import plain
from blog.markdown.render import render_inline

from .prose import InlineTextBlock
from .text_struct import TextStructBlock


class TableValue(blocks.StructValue):
    @property
    def columns(self) -> list[dict[str, str]]:
        """Each column's ``kind`` (its alignment) and ``heading`` (safe HTML with inline formatting)."""
        return [
            {"kind": column["block"].name, "heading": SafeString(render_inline(column["heading"]))}
            for column in self["table"].columns
        ]

    @property
    def has_headings(self) -> bool:
        return any(column["heading"] for column in self["table"].columns)

    @property
    def rows(self) -> list[list[dict[str, object]]]:
        """Each cell's ``kind`` and ``html``, without the surrounding paragraph of rich text."""
        return [
            [{"kind": bound.block.name, "html": unwrapped(bound.render())} for bound in row]
            for row in self["table"].rows
        ]


def unwrapped(html: str) -> SafeString:
    """The content of a single paragraph; anything else unchanged. The input is rendered, safe HTML."""
    start, end = html.find(">") + 1, html.rfind("</p>")
    single = html.startswith("<p") and html.count("<p") == 1 and end > 0
    return format_html("{}", SafeString(html[start:end] if single else html))


class CellsBlock(TypedTableBlock):
    def get_searchable_content(self, value: TypedTable | None) -> list[str]:
        """Includes the headings as plain text; Wagtail would return their Markdown source."""
        if not value:
            return []
        headings = [plain(render_inline(column["heading"])) for column in value.columns]
        cells = [text for row in value.rows for cell in row for text in cell.block.get_searchable_content(cell.value)]
        return [*headings, *cells, value.caption or ""]


class TableBlock(TextStructBlock):
    text_fields = ("table",)

    table = CellsBlock(
        [
            ("text", InlineTextBlock(label=_("Text"))),
            ("centre", InlineTextBlock(label=_("Centred"))),
            ("number", InlineTextBlock(label=_("Number"))),
        ],
        label=_("Cells"),
        help_text=_("Headings form a header row. Leave all of them empty for a table without one."),
    )
    header_column = blocks.BooleanBlock(required=False, help_text=_("The first cell of each row is its heading"))

    def is_shown(self, value: blocks.StructValue) -> bool:
        return bool(value["table"] and value["table"].columns)

    class Meta:
        icon = "table"
        label = _("Table")
        template = "blog/blocks/table_block.html"
        description = _("Rows and columns. Numbers are aligned at the end.")
        value_class = TableValue
        preview_value = {
            "table": {
                "columns": [{"type": "text", "heading": "Format"}, {"type": "number", "heading": "KB"}],
                "rows": [{"values": ["<p>JPEG</p>", "<p>184</p>"]}, {"values": ["<p>AVIF</p>", "<p>61</p>"]}],
                "caption": "",
            },
            "header_column": False,
        }
