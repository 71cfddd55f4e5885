"""A canonical text for readers and tools elsewhere: own things by addresses that work, instead of by stable key.

What readers may not see has no address: a link to it stays words, as on the page of the post.
"""

import re
from collections import defaultdict
from collections.abc import Callable
from html import escape, unescape
from urllib.parse import urljoin

from django.db.models import CharField, QuerySet, Value
from django.http import HttpRequest
from wagtail.models import Page, Site

from blog.canonical import KEY
from blog.loading import linkable_pages
from blog.markdown.body import Block, Body
from blog.markdown.read import read
from blog.markdown.resolve import resolve
from blog.markdown.walk import with_contents, with_rich_text
from blog.markdown.write import write
from blog.models import BlogDocument, BlogImage

# The words and the key of a link that is written out.
LINK_IN_MARKDOWN = re.compile(rf"(?<!!)\[([^\[\]]*)\]\(({KEY.pattern})[^()\s]*\)", re.IGNORECASE)
NOTE = re.compile(r'(?<= data-text=")[^"]*')


def public_text(text: str, request: HttpRequest, *, also_hidden: bool) -> str:
    """``also_hidden`` keeps links to posts that only members may read, for a text that only they get."""
    addresses = addresses_in(text, request, also_hidden=also_hidden)
    root = Site.find_for_request(request).root_url

    def link(address: str) -> dict[str, str] | None:
        key, sign, fragment = address.partition("#")
        if KEY.fullmatch(key):
            found = addresses.get(key.lower())
            return {"href": f"{found}{sign}{fragment}" if found else ""}
        return {"href": urljoin(root, address)} if address.startswith("/") else None

    body = resolve(read(text), link=link, image=addresses.get, document=addresses.get)
    return write(Body(with_kept_markdown(body.blocks, lambda kept: in_markdown(kept, addresses))))


def addresses_in(text: str, request: HttpRequest, *, also_hidden: bool) -> dict[str, str]:
    """The address of each key in the text that has one, found in one query."""
    uuids: dict[str, set[str]] = defaultdict(set)
    for kind, key in KEY.findall(text.lower()):
        # A number stands for what was deleted.
        if not key.isdecimal():
            uuids[kind].add(key)
    pages = linkable_pages(also_hidden=also_hidden)
    arms = [
        _rows("image", BlogImage.objects.filter(uuid__in=uuids["image"]), "uuid", "file"),
        _rows("document", BlogDocument.objects.filter(uuid__in=uuids["document"]), "uuid", "file"),
        _rows("post", pages.filter(postpage__uuid__in=uuids["post"]), "postpage__uuid", "url_path"),
        _rows("page", pages.filter(translation_key__in=uuids["page"]), "translation_key", "url_path"),
    ]
    root = Site.find_for_request(request).root_url
    found = {}
    for kind, pk, uuid, place in arms[0].union(*arms[1:], all=True):
        if address := _address(kind, pk, place, request):
            found[f"{kind}:{uuid}"] = urljoin(root, address)
    return found


def _rows(kind: str, things: QuerySet, uuid: str, place: str) -> QuerySet:
    return things.order_by().values_list(Value(kind, output_field=CharField()), "pk", uuid, place)


def _address(kind: str, pk: int, place: str, request: HttpRequest) -> str | None:
    # Without a collection named, a new medium asks for the first one.
    match kind:
        case "image":
            return BlogImage(pk=pk, file=place, collection_id=None).file.url
        case "document":
            return BlogDocument(pk=pk, file=place, collection_id=None).url
    return Page(pk=pk, url_path=place).get_full_url(request)


def with_kept_markdown(blocks: list[Block], change: Callable[[str], str]) -> list[Block]:
    """The blocks with a change made in what they hold as Markdown: ``markdown`` blocks and footnotes."""

    def in_notes(html: str) -> str:
        return NOTE.sub(lambda match: escape(change(unescape(match[0]))), html)

    out = []
    for block in blocks:
        inner = with_contents(with_rich_text(block, in_notes), lambda content: with_kept_markdown(content, change))
        out.append({**inner, "value": change(inner["value"])} if inner["type"] == "markdown" else inner)
    return out


def in_markdown(text: str, addresses: dict[str, str]) -> str:
    text = LINK_IN_MARKDOWN.sub(lambda match: match[0] if match[2].lower() in addresses else match[1], text)
    return KEY.sub(lambda match: addresses.get(match[0].lower(), match[0]), text)
