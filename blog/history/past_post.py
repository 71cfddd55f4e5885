"""A post as it was: what a version shows, from its text, with the pictures and links that still exist."""

import json
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString
from wagtail.blocks import StreamValue

from blog.blocks.body_text import Heading
from blog.blocks.mending import as_code
from blog.blocks.prefetched_choosers import prefetched_images
from blog.body.canonical import ids_named, with_stored_ids
from blog.body.file_hashes import key_of
from blog.body.footnotes import rendered
from blog.body.internal_links import with_addresses
from blog.body.prefetch import prefetched
from blog.history.models import PublishedVersion
from blog.markdown.body import Body, TextTooLong
from blog.markdown.read import read
from blog.models import BlogImage, PostPage
from blog.rendering.characters import without_forbidden
from blog.rendering.text_cache import cached_text

# About the size of sixty long bodies.
MAX_CACHED_BLOCK_CHARACTERS = 4_000_000


@dataclass(frozen=True)
class PastPost:
    """What the page of a version shows. Names are those of the time of its publication.

    ``replaced`` is whether a picture of the version has another file now.
    """

    shown: dict[str, Any]
    body: SafeString
    contents: list[Heading]
    cover: BlogImage | None
    replaced: bool


def past_post(version: PublishedVersion, request: HttpRequest) -> PastPost:
    shown, text = without_forbidden(version.shown), without_forbidden(version.text)
    cover_key = (shown.get("cover") or {}).get("key", "")
    ids = ids_named(f"{text} {cover_key}")
    body = body_of_text(text, ids)
    cover = BlogImage.objects.filter(pk=ids.get(cover_key)).first() if cover_key in ids else None
    with prefetched([body], pictures=[cover]):
        images = [*(prefetched_images.get() or {}).values(), *([cover] if cover else [])]
        html, contents = rendered(body)
    html = with_addresses(html, request, also_hidden=False)
    replaced = any(is_replaced(image, version.files) for image in images)
    return PastPost(shown, SafeString(html), contents, cover, replaced)


def is_replaced(image: BlogImage, files: dict[str, str]) -> bool:
    """Whether the picture has another file than the version recorded. Unknown hashes are no evidence."""
    recorded = files.get(key_of(image))
    return bool(recorded and image.file_sha256 and recorded != image.file_sha256)


def body_of_text(text: str, ids: dict[str, int]) -> StreamValue:
    """The body for a canonical text. One that is too long to be read is shown as it is written."""
    try:
        blocks = with_stored_ids(Body(json.loads(blocks_as_json(text))), ids).blocks
    except TextTooLong:
        blocks = [as_code(text)]
    return PostPage._meta.get_field("body").to_python(blocks)


@cached_text(characters=MAX_CACHED_BLOCK_CHARACTERS)
def blocks_as_json(text: str) -> str:
    """Cached, because reading a long text takes long, and the text of a version does not change."""
    return json.dumps(read(text).blocks)
