"""Microsoft Word and Outlook: lists are paragraphs with a level in their style; quotes and titles are classes."""

import re

from bs4 import BeautifulSoup, Tag

from .lists import Item, followers, nest
from .styles import style_of

WORD_LIST_LEVEL = re.compile(r"level(\d{1,2})")
NUMBER = re.compile(r"^\(?[\dA-Za-z]{1,4}[.)]")
HEADINGS = {"MsoTitle": "h1", "MsoHeading7": "h6", "MsoSubtitle": "h2"}
QUOTES = ("MsoQuote", "MsoIntenseQuote")


def tidy(soup: BeautifulSoup) -> None:
    for tag in soup.find_all("o:p"):
        tag.unwrap()
    for tag in soup.find_all("p", class_=True):
        name = tag["class"][0]
        tag.name = "blockquote" if name in QUOTES else HEADINGS.get(name, "p")
    for tag in soup.find_all(role="heading"):
        level = str(tag.get("aria-level") or "2")
        tag.name = f"h{level}" if level in tuple("123456") else "h6"
    for first in soup.find_all(is_item):
        if first.parent is not None and is_item(first):
            gather(soup, first)


def level_of(tag: Tag) -> int:
    """The level of a list item, or 0 for other paragraphs."""
    match = WORD_LIST_LEVEL.search(style_of(tag).get("mso-list", ""))
    return int(match[1]) if match else 0


def is_item(tag: Tag) -> bool:
    return tag.name == "p" and level_of(tag) > 0


def gather(soup: BeautifulSoup, first: Tag) -> None:
    paragraphs = followers(first, is_item)
    place = soup.new_tag("div")
    first.insert_before(place)
    place.extend(nest(soup, [item_of(soup, paragraph) for paragraph in paragraphs]))


def item_of(soup: BeautifulSoup, paragraph: Tag) -> Item:
    level = level_of(paragraph)
    sign = paragraph.find(style=re.compile(r"mso-list:\s*Ignore", re.IGNORECASE))
    is_ordered = bool(sign and NUMBER.match(sign.get_text().strip()) and sign.get_text().strip() != "o")
    if sign:
        sign.decompose()
    item = soup.new_tag("li")
    paragraph.name = "p"
    del paragraph["style"]
    item.append(paragraph.extract())
    return Item(level, is_ordered, item)
