"""The stream block of a body and of containers, with cached HTML."""

import json
import re
from html import unescape
from threading import Lock

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail import blocks

from blog.markdown.walk import HOLDING_CONTENT
from blog.rendering.highlight import body_highlighting, seconds_left
from blog.rendering.text_cache import text_cache

from .mending import MendingStreamBlock

# Block types whose HTML depends on the stored value only, unless it links to a page or document.
PURE = frozenset({"text", "code", "math", "table", "divider", "markdown"})
OWN_LINK = "linktype="
# Tags that show nothing without text.
EMPTY_TAG = re.compile(r"</?(?:p|h[2-4]|ul|ol|li|blockquote|br)(?: data-block-key=[^<>]*)?\s*/?>")

html_cache = text_cache(characters=16_000_000)
html_cache_lock = Lock()


class BodyStreamBlock(MendingStreamBlock):
    """``level`` is how many more containers may be nested in the stream."""

    def clean(self, value: blocks.StreamValue) -> blocks.StreamValue:
        """Removes text blocks without text, which a paste may leave behind, unless there are no others."""
        cleaned = super().clean(value)
        said = [(child.block_type, child.value, child.id) for child in cleaned if not is_empty_text(child)]
        return blocks.StreamValue(self, said) if said else cleaned

    def render(self, value: blocks.StreamValue, context: dict | None = None) -> SafeString:
        with body_highlighting():
            return SafeString("".join(self.render_child(value, place, context) for place in range(len(value))))

    def render_child(self, value: blocks.StreamValue, place: int, context: dict | None) -> str:
        stored = value.raw_data[place]
        text = json.dumps(stored["value"])
        if settings.DEBUG or OWN_LINK in text or not is_pure(stored):
            return value[place].render(context)
        key = (self.meta.level, stored["type"], text, get_language())
        with html_cache_lock:
            html = html_cache.get(key)
        if html is None:
            html = str(value[place].render())
            # Not cached: code that ran out of time for highlighting, and HTML that is larger than the cache.
            if seconds_left() > 0 and len(html) < html_cache.maxsize // 2:
                with html_cache_lock:
                    html_cache[key] = html
        return html

    class Meta:
        level = 0


def is_empty_text(child: blocks.StreamValue.StreamChild) -> bool:
    return child.block_type == "text" and not unescape(EMPTY_TAG.sub("", child.value.source)).strip()


def is_pure(block: object) -> bool:
    """Whether this stored block can be rendered without a query."""
    if not isinstance(block, dict):
        return True  # It is shown as code.
    kind, value = str(block.get("type")), block.get("value")
    if kind in HOLDING_CONTENT and isinstance(value, dict) and isinstance(value.get("content"), list):
        return all(map(is_pure, value["content"]))
    return kind in PURE
