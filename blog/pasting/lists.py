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
    for inner in soup.find_all(LISTS):
        if inner.parent.name in LISTS:
            before = inner.find_previous_sibling("li")
            if before is None:
                before = soup.new_tag("li")
                inner.insert_before(before)
            before.append(inner.extract())


def nest(soup: BeautifulSoup, items: Iterable[Item]) -> list[Tag]:
    """The lists, outermost first, that hold these items by their level and kind."""
    made: list[Tag] = []
    path: list[tuple[int, Tag]] = []
    for item in items:
        name = "ol" if item.is_ordered else "ul"
        while path and (path[-1][0] > item.level or (path[-1][0] == item.level and path[-1][1].name != name)):
            path.pop()
        if not path or path[-1][0] < item.level:
            fresh = soup.new_tag(name)
            last = path[-1][1].find_all("li", recursive=False)[-1] if path else None
            last.append(fresh) if last is not None else made.append(fresh)
            path.append((item.level, fresh))
        path[-1][1].append(item.element)
    return made


def followers(first: Tag, belongs: Callable[[Tag], bool]) -> list[Tag]:
    """An element and those that follow it directly, as long as they belong to it."""
    found = [first]
    for sibling in first.next_siblings:
        if isinstance(sibling, Tag) and belongs(sibling):
            found.append(sibling)
        elif isinstance(sibling, Tag) or str(sibling).strip():
            break
    return found
