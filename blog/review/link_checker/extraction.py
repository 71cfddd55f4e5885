"""Extracts the external links of a post."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit, urlunsplit

from blog.blocks.body_text import plain
from blog.fetching.ssrf_guard import PORTS
from blog.models import PostPage
from blog.quality.checks import Piece, links, markdown_in, pieces_of

LINK_HREF = re.compile(r'\bhref="([^"]+)"')
MARKDOWN_LINK = re.compile(r"(?<!!)\[([^\[\]]*)\]\(<?(https?://[^\s<>)]+)|<(https?://[^\s<>]+)>", re.IGNORECASE)
# Fields of blocks that hold an address.
ADDRESS_FIELDS = ("url", "source_url", "link")
MAX_LINKS_PER_TEXT = 200
MAX_ADDRESS_BYTES = 1000


@dataclass(frozen=True)
class Link:
    """``words`` is the visible text of the link."""

    address: str
    words: str
    block_id: str


def external_links(post: PostPage) -> list[Link]:
    """The external links of the post in memory, with normalized addresses."""
    found = [link for piece in pieces_of(list(post.body.raw_data)) for link in links_in_piece(piece)]
    return [link for link in found if link.address][:MAX_LINKS_PER_TEXT]


def links_in_piece(piece: Piece) -> Iterator[Link]:
    for attributes, inside in links(piece):
        if target := LINK_HREF.search(attributes):
            yield Link(normalize_address(unescape(target[1])), plain(inside), piece.block_id)
    for match in MARKDOWN_LINK.finditer(markdown_in(piece)):
        yield Link(normalize_address(match[2] or match[3]), match[1] or match[3], piece.block_id)
    value = piece.value if isinstance(piece.value, dict) else {}
    for field in ADDRESS_FIELDS:
        if isinstance(address := value.get(field), str):
            yield Link(
                normalize_address(address), str(value.get("title") or value.get("source") or address), piece.block_id
            )


def normalize_address(address: str) -> str:
    """The address without its fragment; "" if it is not a web address that can be requested."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return ""
    if parts.scheme not in PORTS or not host or parts.username is not None or "\0" in address:
        return ""
    whole = urlunsplit((parts.scheme, parts.netloc.lower(), parts.path or "/", parts.query, ""))
    return whole if len(whole.encode(errors="replace")) <= MAX_ADDRESS_BYTES else ""
