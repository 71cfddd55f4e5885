"""Addresses as they stand in Markdown: own things by their stable key, all others as CommonMark normalises them."""

import re

from markdown_it.common.normalize_url import normalizeLink

from blog.markdown.body import NoBlock

SCHEME = re.compile(r"[a-z0-9][-+.a-z0-9]*:", re.IGNORECASE)
IGNORED = re.compile(r"[\x00-\x1f\x7f]")
# What Wagtail's link feature keeps, and our own stable keys.
LINK_SCHEMES = ("http:", "https:", "ftp:", "mailto:", "tel:", "post:", "page:", "document:")


def linkable(address: str) -> str:
    """The address, normalised, if the prose block can hold it, else NoBlock."""
    # Browsers skip control characters, so that "java\tscript:" is a scheme to them.
    address = IGNORED.sub("", address.strip())
    scheme = SCHEME.match(address)
    if scheme and scheme[0].lower() not in LINK_SCHEMES:
        raise NoBlock("link", f"address {address[:80]}")
    return normalizeLink(address)


def spoken_address(attributes: dict[str, str]) -> str | None:
    """The address of a stored link, or None where it leads nowhere that a reader may go."""
    try:
        return linkable(attributes.get("href", "")) or None
    except NoBlock:
        return None
