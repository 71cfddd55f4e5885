"""The rich text field in the editor, which opens any stored HTML."""

import re

from wagtail.admin.rich_text import DraftailRichTextArea

from blog.blocks.mending import stored_id
from blog.markdown.prose import attributes_of, parse_prose

STORED_LINK_TAG = re.compile(r"<a\b(?=[^<>]*\blinktype\b)([^<>]*)>", re.IGNORECASE)


class RichTextArea(DraftailRichTextArea):
    """Wagtail's widget, which also opens HTML that Wagtail's parser refuses: invalid ids, unclosed tags."""

    def format_value(self, value: str | None) -> str:
        source = STORED_LINK_TAG.sub(with_possible_id, value or "")
        try:
            return super().format_value(source)
        except (AssertionError, KeyError):
            # Preserves all text, and the formatting that can be parsed.
            return super().format_value("".join(node.html for node in parse_prose(source)))


def with_possible_id(link: re.Match[str]) -> str:
    return link[0] if stored_id(attributes_of(link[1]).get("id")) is not None else "<a>"
