"""Restores nested lists from flat ones."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement

from .tree import is_block

PASTED_LIST_TAGS = ("ul", "ol")
HOLDERS = (*PASTED_LIST_TAGS, "li", "table", "blockquote")


@dataclass(slots=True)
class Item:
    level: int
    is_ordered: bool
    element: Tag


def mend_lists(soup: BeautifulSoup) -> None:
    for outer in soup.find_all(PASTED_LIST_TAGS):
        items_of(outer)


def items_of(outer: Tag) -> list[Tag]:
    """The items of a list. A nested list is moved into the item before it; other content becomes an item."""
    items: list[Tag] = []
    made = None
    for part in list(parts_in(outer, outer)):
        part.extract()
        name = part.name if isinstance(part, Tag) else ""
        if name == "li":
            items.append(part)
        elif items and (name in PASTED_LIST_TAGS or (items[-1] is made and not is_block(part))):
            items[-1].append(part)
        elif name != "br" and (name or str(part).strip()):
            items.append(Tag(name="li"))
            items[-1].append(part)
            made = None if is_block(part) else items[-1]
    outer.clear()
    outer.extend(items)
    return items


def parts_in(parent: Tag, outer: Tag) -> Iterator[PageElement]:
    """The children of a list, including those of elements that wrap some of its items."""
    for child in parent.children:
        first = child.find("li") if isinstance(child, Tag) and child.name not in HOLDERS else None
        if first and first.find_parent(HOLDERS) is outer:
            yield from (Tag(name="br"), *parts_in(child, outer), Tag(name="br"))
        else:
            yield child


def nest(soup: BeautifulSoup, items: Iterable[Item]) -> list[Tag]:
    """Builds nested lists from items by level and kind, and returns them, outermost first."""
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
    """An element and the directly following siblings for which ``belongs`` is true."""
    found = [first]
    for sibling in first.next_siblings:
        if isinstance(sibling, Tag) and belongs(sibling):
            found.append(sibling)
        elif isinstance(sibling, Tag) or str(sibling).strip():
            break
    return found
