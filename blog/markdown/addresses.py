"""Addresses in Markdown: stable keys for the site's own content, and other addresses normalised as in CommonMark."""

import re

from markdown_it.common.normalize_url import normalizeLink

from blog.markdown.body import NoBlock

SCHEME = re.compile(r"[a-z0-9][-+.a-z0-9]*:", re.IGNORECASE)
IGNORED = re.compile(r"[\x00-\x1f\x7f]")
# The schemes that Wagtail's link feature keeps, and those of the site's stable keys.
LINK_SCHEMES = ("http:", "https:", "ftp:", "mailto:", "tel:", "post:", "page:", "document:")


def linkable(address: str) -> str:
    """Returns the normalised address. Raises NoBlock if the prose block cannot hold it."""
    # Browsers ignore control characters, so they read "java\tscript:" as a scheme.
    address = IGNORED.sub("", address.strip())
    scheme = SCHEME.match(address)
    if scheme and scheme[0].lower() not in LINK_SCHEMES:
        raise NoBlock("link", f"address {address[:80]}")
    return normalizeLink(address)


def spoken_address(attributes: dict[str, str]) -> str | None:
    """Returns the address of a stored link, or None if it is empty or its scheme is not allowed."""
    try:
        return linkable(attributes.get("href", "")) or None
    except NoBlock:
        return None
