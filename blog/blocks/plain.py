"""Blocks without fields: a divider and raw Markdown."""

import zlib

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from blog.blocks.rich_text import words_of_markdown
from blog.markdown.body import TextTooLong
from blog.markdown.render import render

from .lines import LinesBlock


class DividerBlock(blocks.StaticBlock):
    class Meta:
        icon = "minus"
        label = _("Divider")
        template = "blog/blocks/divider_block.html"
        description = _("A line between two parts of the text")
        admin_text = _("A horizontal line")
        preview_value = None


class MarkdownBlock(LinesBlock):
    """Markdown that no other block can represent. It is rendered to safe HTML."""

    def get_context(self, value: str, parent_context: dict | None = None) -> dict:
        context = super().get_context(value, parent_context)
        # The footnotes of each block on a page need unique ids.
        prefix = f"{zlib.crc32(value.encode()):x}"
        try:
            context["html"] = SafeString(render(value, prefix=prefix))
        except TextTooLong:
            context["html"] = format_html("<pre>{}</pre>", value)
        return context

    def get_searchable_content(self, value: str) -> list[str]:
        return [words_of_markdown(value)]

    class Meta:
        icon = "edit"
        label = _("Markdown")
        template = "blog/blocks/markdown_block.html"
        description = _("Markdown for content that has no block of its own")
        preview_value = "<dl>\n<dt>Rail</dt>\n<dd>The margin that dates and notes hang on.</dd>\n</dl>\n"
