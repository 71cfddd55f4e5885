"""Converts stored bodies to canonical Markdown and back, and database ids to stable keys and back."""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from wagtail.blocks import StreamValue
from wagtail.documents import get_document_model
from wagtail.models import Page

from blog.blocks.mending import stored_id
from blog.markdown.body import Block, Body, Note
from blog.markdown.ids import with_ids
from blog.markdown.normal_values import NO_DOCUMENT, NO_IMAGE
from blog.markdown.prose import attributes_of
from blog.markdown.read import read
from blog.markdown.resolve import DOCUMENT_FIELDS, IMAGE_FIELDS, resolve
from blog.markdown.walk import all_blocks, rich_texts, with_contents, with_rich_text
from blog.markdown.write import write
from blog.media.models import BlogImage
from blog.page_tree import post_model
from blog.rendering.text_cache import cached_text

# About the size of sixty long bodies.
MAX_CACHED_MARKDOWN_CHARACTERS = 4_000_000

STORED_LINK = re.compile(r"<a\b(?=[^<>]*\blinktype=)([^<>]*)>")
# Stable keys of pages, pictures and documents in a text.
STABLE_KEY = re.compile(
    r"(post|page|document|image):([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|\d{1,18})", re.IGNORECASE
)

type Keys = dict[tuple[str, int], str]


def canonical_text(body: StreamValue) -> str:
    """The Markdown of a body, with stable keys instead of database ids. At most four queries."""
    return canonical_text_of_blocks(body.get_prep_value())


def canonical_text_of_blocks(blocks: Sequence[Block]) -> str:
    return markdown_of_blocks(json.dumps(keyed_blocks(blocks), cls=DjangoJSONEncoder))


@cached_text(characters=MAX_CACHED_MARKDOWN_CHARACTERS)
def markdown_of_blocks(blocks: str) -> str:
    """The cached Markdown of blocks in JSON. Publishing needs the text of the same drafts several times."""
    return write(Body(json.loads(blocks)))


def stored_blocks(text: str, *, reuse_ids_from: Sequence[Block] = ()) -> tuple[list[Block], list[Note]]:
    """The blocks to store for a Markdown text, and notes about what was changed.

    Blocks and paragraphs with the same content as in ``reuse_ids_from`` get the same ids. It may contain several
    versions of a block, the newest first. Raises TextTooLong.
    """
    body = read(text, reuse_ids_from=Body(keyed_blocks(reuse_ids_from)) if reuse_ids_from else None)
    resolved = with_stored_ids(body, ids_named(text))
    return resolved.blocks, resolved.notes


def with_stored_ids(body: Body, ids: dict[str, int]) -> Body:
    """The body as it is stored: with the ids of ``ids_named`` instead of stable keys, and an id for each block."""
    resolved = resolve(
        body,
        link=lambda address: link_attributes(address, ids),
        image=lambda address: ids.get(address.lower()),
        document=lambda address: ids.get(address.lower()),
    )
    return Body(with_ids(resolved.blocks), resolved.notes)


def keyed_blocks(blocks: Sequence[Block]) -> list[Block]:
    """The stored blocks with stable keys instead of ids."""
    keys = keys_of(references(blocks))
    return [keyed(block, keys) for block in blocks]


def references(blocks: Sequence[Block]) -> Iterator[tuple[str, int]]:
    """The references in the blocks, as ("page" | "document" | "image", id)."""
    for block in all_blocks(blocks):
        for html in rich_texts(block):
            for match in STORED_LINK.finditer(html):
                if reference := stored_reference(match[1]):
                    yield reference
        for kind, pk in named_files(block):
            if isinstance(pk, int):
                yield kind, pk


def stored_reference(attributes: str) -> tuple[str, int] | None:
    named = attributes_of(attributes)
    pk = stored_id(named.get("id"))
    return None if pk is None else (named.get("linktype", ""), pk)


def named_files(block: Block) -> Iterator[tuple[str, Any]]:
    value = block["value"]
    if block["type"] == "image":
        yield "image", (value.get("image") or {}).get("image")
    elif block["type"] == "gallery":
        for item in value.get("images") or []:
            yield "image", (item["value"].get("image") or {}).get("image")
    elif isinstance(value, dict):
        for name in IMAGE_FIELDS:
            yield "image", value.get(name)
        for name in DOCUMENT_FIELDS:
            yield "document", value.get(name)


def keys_of(found: Iterable[tuple[str, int]]) -> Keys:
    wanted: dict[str, set[int]] = {"page": set(), "document": set(), "image": set()}
    for kind, pk in found:
        if kind in wanted:
            wanted[kind].add(pk)
    keys: Keys = {}
    for kind, model in (("document", get_document_model()), ("image", BlogImage)):
        rows = model.objects.filter(pk__in=wanted[kind]).values_list("pk", "uuid") if wanted[kind] else ()
        keys.update({(kind, pk): f"{kind}:{uuid}" for pk, uuid in rows})
    if wanted["page"]:
        rows = Page.objects.filter(pk__in=wanted["page"]).values_list("pk", "postpage__uuid", "translation_key")
        keys.update({("page", pk): f"post:{post}" if post else f"page:{page}" for pk, post, page in rows})
    return keys


def keyed(block: Block, keys: Keys) -> Block:
    def link(match: re.Match[str]) -> str:
        reference = stored_reference(match[1])
        if reference is None:
            return match[0]
        # A reference to a deleted object keeps its id, so that it never refers to another object.
        key = keys.get(reference) or f"{reference[0]}:{reference[1]}"
        return f'<a href="{escape(key)}">'

    block = with_contents(
        with_rich_text(block, lambda html: STORED_LINK.sub(link, html)),
        lambda content: [keyed(inner, keys) for inner in content],
    )
    return with_file_keys(block, lambda kind, pk: keys.get((kind, pk)))


def with_file_keys(block: Block, key: Callable[[str, int], str | None]) -> Block:
    value = block["value"]
    if block["type"] == "image":
        return {**block, "value": with_picture_key(value, key)}
    if block["type"] == "gallery":
        images = [{**item, "value": with_picture_key(item["value"], key)} for item in value.get("images") or []]
        return {**block, "value": {**value, "images": images}}
    if block["type"] in ("embed", "bookmark", "video", "audio"):
        files = {name: key("image", value[name]) or NO_IMAGE for name in IMAGE_FIELDS if value.get(name)}
        files |= {name: key("document", value[name]) or NO_DOCUMENT for name in DOCUMENT_FIELDS if value.get(name)}
        return {**block, "value": {**value, **files}}
    return block


def with_picture_key(value: dict[str, Any], key: Callable[[str, int], str | None]) -> dict[str, Any]:
    picture = value.get("image") or {}
    pk = picture.get("image")
    return {**value, "image": {**picture, "image": (key("image", pk) if pk else None) or NO_IMAGE}}


def ids_named(text: str) -> dict[str, int]:
    """The ids of the objects whose keys are in a text. A number instead of a key refers to a deleted object."""
    uuids: defaultdict[str, set[UUID]] = defaultdict(set)
    numbers: defaultdict[str, set[int]] = defaultdict(set)
    found: dict[str, int] = {}
    for kind, key in STABLE_KEY.findall(text):
        if "-" in key:
            uuids[kind.lower()].add(UUID(key))
        else:
            numbers[kind.lower()].add(int(key))
    models: tuple[tuple[str, type[Model], str], ...] = (
        ("post", post_model(), "uuid"),
        ("page", Page, "translation_key"),
        ("document", get_document_model(), "uuid"),
        ("image", BlogImage, "uuid"),
    )
    for kind, model, name in models:
        if uuids[kind]:
            rows = model._default_manager.filter(**{f"{name}__in": uuids[kind]}).values_list("pk", name)
            found.update({f"{kind}:{uuid}": pk for pk, uuid in rows})
        if numbers[kind]:
            standing = set(model._default_manager.filter(pk__in=numbers[kind]).values_list("pk", flat=True))
            found.update({f"{kind}:{pk}": pk for pk in numbers[kind] - standing})
    return found


def link_attributes(address: str, ids: dict[str, int]) -> dict[str, str] | None:
    kind = address.partition(":")[0].lower()
    pk = ids.get(address.lower())
    if pk is None or kind not in ("post", "page", "document"):
        return None
    return {"linktype": "document" if kind == "document" else "page", "id": str(pk)}
