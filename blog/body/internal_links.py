"""Links to pages, pictures and documents of the site by their stable keys."""

import re
from collections import defaultdict
from html import escape
from urllib.parse import urljoin

from django.db.models import CharField, QuerySet, Value
from django.http import HttpRequest
from wagtail.models import Page, Site

from blog.body.canonical import STABLE_KEY
from blog.body.prefetch import linkable_pages
from blog.media.models import BlogDocument, BlogImage

LINK_BY_KEY = re.compile(rf'<a\b([^<>]*?)\shref="({STABLE_KEY.pattern})(#[^"]*)?"', re.IGNORECASE)


def absolute(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:
        # Invalid URLs, such as "http://[".
        return address


def with_addresses(html: str, request: HttpRequest, *, also_hidden: bool) -> str:
    """The HTML with URLs instead of stable keys, which footnotes and Markdown blocks may have in links.

    A link to something that readers may not see becomes plain text. One query, or none without such links.
    """
    if not LINK_BY_KEY.search(html):
        return html
    keys = " ".join(match[2] for match in LINK_BY_KEY.finditer(html))
    addresses = addresses_in(keys, request, also_hidden=also_hidden)

    def opening(match: re.Match[str]) -> str:
        address = addresses.get(match[2].lower())
        return f'<a{match[1]} href="{escape(address)}{match[5] or ""}"' if address else f"<a{match[1]}"

    return LINK_BY_KEY.sub(opening, html)


def addresses_in(text: str, request: HttpRequest, *, also_hidden: bool) -> dict[str, str]:
    """The URLs of the keys in the text, found in one query. Keys without a URL are left out."""
    uuids: dict[str, set[str]] = defaultdict(set)
    for kind, key in STABLE_KEY.findall(text.lower()):
        # A number instead of a key refers to a deleted object.
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
        # A picture or a document without a file has no URL.
        if place and (address := _address(kind, pk, place, request)):
            found[f"{kind}:{uuid}"] = absolute(root, address)
    return found


def _rows(kind: str, things: QuerySet, uuid: str, place: str) -> QuerySet:
    return things.order_by().values_list(Value(kind, output_field=CharField()), "pk", uuid, place)


def _address(kind: str, pk: int, place: str, request: HttpRequest) -> str | None:
    # With a collection, the instance does not query for the default one.
    match kind:
        case "image":
            # Without a width and height, the instance would read them from the file, which may be missing.
            return BlogImage._meta.get_field("file").storage.url(place)
        case "document":
            return BlogDocument(pk=pk, file=place, collection_id=None).url
    return Page(pk=pk, url_path=place).get_full_url(request)
