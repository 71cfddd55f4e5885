"""The fingerprint of a post's content, which shows whether an editor changed it after an import."""

import hashlib
import json
import re
from typing import Any

from wagtail.models import Revision

from blog.markdown.walk import contents_of
from blog.models import PostPage

# Every field that an import writes or an editor may correct.
FINGERPRINT_FIELDS = (
    "title", "slug", "summary", "seo_title", "search_description", "cover_id", "cover_alt", "cover_is_decorative",
    "topic_id", "series_id", "series_place", "licence", "canonical_url",
)  # fmt: skip
FINGERPRINT_DATES = ("published_on", "go_live_at", "expire_at")
BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')


def fingerprint_of(post: PostPage, revision: Revision | None) -> str:
    """SHA-256 of the content and schedule of a post, without the ids of blocks and paragraphs.

    The body is taken from the stored revision: reading it removes fields without a value, which is no edit.
    """
    values: dict[str, Any] = {name: getattr(post, name) for name in FINGERPRINT_FIELDS}
    for name in FINGERPRINT_DATES:
        moment = getattr(post, name)
        values[name] = moment.timestamp() if moment else None
    stored: dict[str, Any] = revision.content if revision else {}
    values["body"] = without_ids(json.loads(stored["body"]) if stored else post.body.get_prep_value())
    values["tags"] = sorted(tag.name for tag in post.tags.all())
    values["authors"] = [row.author_id for row in post.post_authors.all()]
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def without_ids(value: Any) -> Any:
    if isinstance(value, dict):
        is_block = "type" in value and "value" in value
        return {key: without_ids(inner) for key, inner in value.items() if not (is_block and key == "id")}
    if isinstance(value, list):
        return [without_ids(inner) for inner in value]
    return BLOCK_KEY.sub("", value) if isinstance(value, str) else value


def count_words(blocks: list[dict[str, Any]]) -> tuple[int, int]:
    """The number of words of a body, and of those in raw Markdown."""
    everything = raw = 0
    for block in blocks:
        if block["type"] == "markdown":
            words = len(block["value"].split())
            everything, raw = everything + words, raw + words
            continue
        inner, inner_raw = count_words([inner for content in contents_of(block) for inner in content])
        everything += inner + sum(len(re.sub(r"<[^<>]+>", " ", text).split()) for text in _texts(block))
        raw += inner_raw
    return everything, raw


# The text fields of each kind of block.
TEXT_FIELDS_BY_KIND = {
    "code": ("code", "caption"),
    "quote": ("source",),
    "details": ("summary",),
    "math": ("tex", "caption"),
    "embed": ("title", "caption"),
    "bookmark": ("title", "description", "site_name"),
    "video": ("title", "caption"),
    "audio": ("title", "caption"),
}


def _texts(block: dict[str, Any]) -> list[str]:
    """The visible texts of a block, without inner blocks."""
    value = block["value"]
    if block["type"] == "text":
        return [value]
    if block["type"] == "table":
        table = value["table"]
        cells = [cell for row in table["rows"] for cell in row["values"]]
        return [column["heading"] for column in table["columns"]] + cells + [table["caption"]]
    if block["type"] == "image":
        return [value["image"]["alt_text"], value["caption"], value["credit"]]
    if block["type"] == "gallery":
        alts = [item["value"]["image"]["alt_text"] for item in value["images"]]
        return [*alts, *(item["value"]["caption"] for item in value["images"]), value["caption"]]
    texts = [value[key] for key in TEXT_FIELDS_BY_KIND.get(block["type"], ())]
    # Angle brackets in code are not markup.
    return [text.replace("<", " ") for text in texts] if block["type"] == "code" else texts


def count_pictures(value: Any) -> int:
    """The number of pictures in a stored body."""
    if isinstance(value, dict):
        return int(isinstance(value.get("image"), dict)) + sum(map(count_pictures, value.values()))
    return sum(map(count_pictures, value)) if isinstance(value, list) else str(value).count("image:")
