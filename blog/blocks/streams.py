"""The stream of a body and of a container: blocks one after another, rendered once and cached."""

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

# Kinds whose HTML is a function of what is stored, as long as no page or document is linked.
PURE = frozenset({"text", "code", "math", "table", "divider", "markdown"})
OWN_LINK = "linktype="
# Tags of prose that show nothing without words in them.
EMPTY_TAG = re.compile(r"</?(?:p|h[2-4]|ul|ol|li|blockquote|br)(?: data-block-key=[^<>]*)?\s*/?>")

html_cache = text_cache(characters=16_000_000)
html_cache_lock = Lock()


class BodyStreamBlock(MendingStreamBlock):
    """``level`` says how many more containers may stand in the stream; it decides how what is deeper is shown."""

    def clean(self, value: blocks.StreamValue) -> blocks.StreamValue:
        """Leaves out text blocks without words, as a paste leaves them behind, unless there is nothing else."""
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
            # What was left without highlighting for want of time is not stored, nor is what is larger than the cache.
            if seconds_left() > 0 and len(html) < html_cache.maxsize // 2:
                with html_cache_lock:
                    html_cache[key] = html
        return html

    class Meta:
        level = 0


def is_empty_text(child: blocks.StreamValue.StreamChild) -> bool:
    return child.block_type == "text" and not unescape(EMPTY_TAG.sub("", child.value.source)).strip()


def is_pure(block: object) -> bool:
    """Whether rendering this stored block asks the database for nothing."""
    if not isinstance(block, dict):
        return True  # It will be shown as code.
    kind, value = str(block.get("type")), block.get("value")
    if kind in HOLDING_CONTENT and isinstance(value, dict) and isinstance(value.get("content"), list):
        return all(map(is_pure, value["content"]))
    return kind in PURE
