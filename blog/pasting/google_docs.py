"""Google Docs: from its editor, which wraps everything in a `<b>` that is not bold, and from a saved page."""

import re

from bs4 import BeautifulSoup, Tag

from .lists import PASTED_LIST_TAGS, Item, followers, items_of, nest

RULE = re.compile(r"\.([\w-]+)\s*\{([^{}]*)\}")
LIST_CLASS = re.compile(r"lst-kix_(?P<list>\w+)-(?P<level>\d{1,2})")


def tidy(soup: BeautifulSoup) -> None:
    for wrapper in soup.find_all("b", id=re.compile(r"^docs-internal-guid")):
        wrapper.unwrap()
    if soup.find(class_=LIST_CLASS) or soup.find("a", id=re.compile(r"^ftnt")):
        inline_styles(soup)
        nest_lists(soup)


def inline_styles(soup: BeautifulSoup) -> None:
    """Inlines the style sheet of a saved page, which defines what is bold."""
    rules = {name: words for style in soup.find_all("style") for name, words in RULE.findall(style.get_text())}
    for tag in soup.find_all("span", class_=True):
        words = [rules.get(name, "") for name in tag.get("class") or []]
        tag["style"] = ";".join([*words, str(tag.get("style") or "")])


def place_of(tag: Tag) -> tuple[str, int] | None:
    """The id of the list to which this element belongs, and its level."""
    match = LIST_CLASS.search(" ".join(tag.get("class") or []))
    return (match["list"], int(match["level"])) if match else None


def nest_lists(soup: BeautifulSoup) -> None:
    """Nests the levels of a list, which are sibling lists."""
    for first in soup.find_all(PASTED_LIST_TAGS, class_=LIST_CLASS):
        if not first.decomposed and (found := place_of(first)):
            gather(soup, first, name=found[0])


def gather(soup: BeautifulSoup, first: Tag, *, name: str) -> None:
    parts = [(part, found[1]) for part in followers(first, lambda tag: is_part(tag, name)) if (found := place_of(part))]
    items = [Item(level, part.name == "ol", item) for part, level in parts for item in items_of(part)]
    place = soup.new_tag("div")
    first.insert_before(place)
    place.extend(nest(soup, items))
    for part, _level in parts:
        part.decompose()


def is_part(tag: Tag, name: str) -> bool:
    found = place_of(tag)
    return found is not None and found[0] == name
