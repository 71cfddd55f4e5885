"""Lists whose levels the clipboard only hints at."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

LISTS = ("ul", "ol")


@dataclass(slots=True)
class Item:
    level: int
    is_ordered: bool
    element: Tag


def mend_lists(soup: BeautifulSoup) -> None:
    """A list that stands among the items of another belongs to the item before it."""
    for outer in soup.find_all(LISTS):
        item = None
        for part in [part for part in outer.children if isinstance(part, Tag)]:
            if part.name == "li":
                item = part
            elif part.name in LISTS:
                if item is None:
                    item = soup.new_tag("li")
                    part.insert_before(item)
                item.append(part)


def nest(soup: BeautifulSoup, items: Iterable[Item]) -> list[Tag]:
    """The lists, outermost first, that hold these items by their level and kind."""
    made: list[Tag] = []
    path: list[Item] = []
    for item in items:
        while path and (path[-1].level > item.level or is_other_list(path[-1], item)):
            path.pop()
        if path and path[-1].level == item.level:
            path.pop().element.insert_after(item.element)
        else:
            fresh = soup.new_tag("ol" if item.is_ordered else "ul")
            fresh.append(item.element)
            path[-1].element.append(fresh) if path else made.append(fresh)
        path.append(item)
    return made


def is_other_list(last: Item, item: Item) -> bool:
    return last.level == item.level and last.is_ordered != item.is_ordered


def followers(first: Tag, belongs: Callable[[Tag], bool]) -> list[Tag]:
    """An element and those that follow it directly, as long as they belong to it."""
    found = [first]
    for sibling in first.next_siblings:
        if isinstance(sibling, Tag) and belongs(sibling):
            found.append(sibling)
        elif isinstance(sibling, Tag) or str(sibling).strip():
            break
    return found
