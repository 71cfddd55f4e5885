"""Removes elements without content, and elements that cannot be pasted."""

from bs4 import BeautifulSoup, Tag
from bs4.element import PreformattedString

from .losses import Loss, Lost

SILENT = (
    *("script", "style", "head", "meta", "link", "title", "noscript", "template", "svg", "button", "select"),
    *("textarea", "clipboard-copy", "col", "colgroup", "object", "canvas"),
)
# Line numbers of code, and text for screen readers that refers to the surrounding page.
APART = (
    *("gutter", "rouge-gutter", "lineno", "linenos", "blob-num", "line-numbers-rows"),
    *("sr-only", "visually-hidden", "screen-reader-text"),
)
PLAYERS = {"video": Lost.VIDEO, "audio": Lost.SOUND, "embed": Lost.EMBEDDED_THING}


def drop_junk(soup: BeautifulSoup, lost: list[Loss]) -> None:
    for text in soup.find_all(string=lambda text: isinstance(text, PreformattedString)):
        text.extract()
    for name, what in PLAYERS.items():
        for tag in soup.find_all(name):
            lost.append(Loss(what, address_of(tag)))
            tag.decompose()
    for tag in soup.find_all(is_junk):
        if not tag.decomposed:
            tag.decompose()


def is_junk(tag: Tag) -> bool:
    if tag.name in SILENT or ":" in tag.name:
        return True
    if tag.name == "input":
        return tag.get("type") != "checkbox"
    if tag.name == "img":
        return is_beacon(tag)
    is_hidden = tag.get("aria-hidden") == "true" and tag.name != "br"
    return is_hidden or any(name in APART for name in tag.get("class") or [])


def is_beacon(image: Tag) -> bool:
    """Whether a picture is a tracking pixel."""
    return {image.get("width"), image.get("height")} <= {"0", "1"}


def address_of(tag: Tag) -> str:
    source = tag if tag.get("src") else tag.find("source")
    return str(source.get("src") or "") if isinstance(source, Tag) else ""
