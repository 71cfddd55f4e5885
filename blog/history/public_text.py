"""Canonical text for readers and other tools, with public URLs instead of stable keys.

A link to an object that is not public becomes plain words, as on the page of the post.
"""

import json
import re

from django.http import HttpRequest
from wagtail.models import Site

from blog.body.canonical import STABLE_KEY
from blog.body.internal_links import absolute, addresses_in
from blog.markdown.body import Body
from blog.markdown.raw_markdown import map_raw_markdown
from blog.markdown.read import read
from blog.markdown.resolve import resolve
from blog.markdown.write import write
from blog.rendering.text_cache import cached_text

# The words and the key of a link in raw Markdown.
LINK_IN_MARKDOWN = re.compile(rf"(?<!!)\[([^\[\]]*)\]\(({STABLE_KEY.pattern})[^()\s]*\)", re.IGNORECASE)


def public_text(text: str, request: HttpRequest, *, also_hidden: bool) -> str:
    """``also_hidden`` keeps links to restricted posts, for a text that is restricted as well."""
    addresses = addresses_in(text, request, also_hidden=also_hidden)
    return resolve_keys(text, Site.find_for_request(request).root_url, json.dumps(addresses, sort_keys=True))


@cached_text(characters=8_000_000)
def resolve_keys(text: str, root: str, known: str) -> str:
    """Cached, because reading and writing a long text takes seconds and the request is public."""
    addresses: dict[str, str] = json.loads(known)

    def link(address: str) -> dict[str, str] | None:
        key, sign, fragment = address.partition("#")
        if STABLE_KEY.fullmatch(key):
            found = addresses.get(key.lower())
            return {"href": f"{found}{sign}{fragment}" if found else ""}
        return {"href": absolute(root, address)} if address.startswith("/") else None

    body = resolve(read(text), link=link, image=addresses.get, document=addresses.get)
    return write(Body(map_raw_markdown(body.blocks, lambda raw: resolve_keys_in_markdown(raw, addresses))))


def resolve_keys_in_markdown(text: str, addresses: dict[str, str]) -> str:
    text = LINK_IN_MARKDOWN.sub(lambda match: match[0] if match[2].lower() in addresses else match[1], text)
    return STABLE_KEY.sub(lambda match: addresses.get(match[0].lower(), match[0]), text)
