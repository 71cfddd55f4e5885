"""Slack: the levels of a list are sibling lists, and emoji are pictures."""

import re

from bs4 import BeautifulSoup, Tag

from .lists import PASTED_LIST_TAGS, Item, followers, items_of, nest

# The file name of an emoji consists of its code points.
CHARACTERS = re.compile(r"/([0-9a-f]{4,6}(?:-[0-9a-f]{4,6})*)(?:@2x)?\.png")

SLACK_INDENT = re.compile(r"\A\d{1,2}\Z")


def tidy(soup: BeautifulSoup) -> None:
    for emoji in soup.find_all("img", attrs={"data-stringify-emoji": True}):
        emoji.replace_with(sign_of(emoji))
    for gap in soup.find_all("span", attrs={"data-stringify-type": "paragraph-break"}):
        gap.insert_before(soup.new_tag("br"), soup.new_tag("br"))
        gap.decompose()
    for first in soup.find_all(PASTED_LIST_TAGS, attrs={"data-indent": SLACK_INDENT}):
        if first.parent is not None and not first.decomposed:
            gather(soup, first)


def sign_of(emoji: Tag) -> str:
    if match := CHARACTERS.search(str(emoji.get("src") or "")):
        codes = [int(code, 16) for code in match[1].split("-")]
        return "".join(chr(code) for code in codes if code <= 0x10FFFF)
    return str(emoji["data-stringify-emoji"])


def is_part(tag: Tag) -> bool:
    return tag.name in PASTED_LIST_TAGS and SLACK_INDENT.match(str(tag.get("data-indent"))) is not None


def gather(soup: BeautifulSoup, first: Tag) -> None:
    parts = followers(first, is_part)
    items = [Item(int(part["data-indent"]), part.name == "ol", item) for part in parts for item in items_of(part)]
    place = soup.new_tag("div")
    first.insert_before(place)
    place.extend(nest(soup, items))
    for part in parts:
        part.decompose()
