"""Footnotes: a superscript link to an element below. All programs use this, and little else is common."""

import re
from collections.abc import Iterator
from itertools import islice

from bs4 import BeautifulSoup, NavigableString, Tag

from .losses import Loss, Lost

FOOTNOTE_SIGN = re.compile(r"^\[?\^?(?P<sign>[0-9a-z*†‡§]{1,4})\]?$", re.IGNORECASE)
BACK = re.compile(r"^[\^↑↩⏎\ufe0e\[\]\d\s]*$")
MAX_FOOTNOTE_REFERENCES = 1_000
FOOTNOTE_ANCHOR_NAME = re.compile(r"fn|ftn|note", re.IGNORECASE)


def take_footnotes(soup: BeautifulSoup, lost: list[Loss]) -> list[tuple[str, Tag]]:
    """Replaces each reference by `<data data-note="label">`, removes the notes and returns them with their labels."""
    places = {str(tag.get("id") or tag.get("name")): tag for tag in soup.find_all(is_place)}
    order = {id(tag): number for number, tag in enumerate(soup.find_all(True))}
    notes: dict[int, tuple[str, Tag]] = {}
    for link, sign in islice(references(soup), MAX_FOOTNOTE_REFERENCES):
        name = fragment(link)
        target = places.get(name)
        if target is None:
            if FOOTNOTE_ANCHOR_NAME.search(name):
                lost.append(Loss(Lost.FOOTNOTE, sign))
        elif order[id(target)] > order[id(link)]:
            note = note_of_target(target)
            label, _note = notes.setdefault(id(note), (free_label(sign, notes), note))
            put_reference(soup, link, label)
    boxes = [take_out(note, places) for _label, note in notes.values()]
    for box in {id(box): box for box in boxes if box is not None}.values():
        drop_if_empty(box)
    if notes:
        drop_last_rule(soup)
    return list(notes.values())


def is_place(tag: Tag) -> bool:
    return bool(tag.get("id") or (tag.name == "a" and tag.get("name")))


def fragment(link: Tag) -> str:
    return str(link.get("href") or "").rpartition("#")[2]


def references(soup: BeautifulSoup) -> Iterator[tuple[Tag, str]]:
    for link in soup.find_all("a", href=re.compile("#.")):
        if match := FOOTNOTE_SIGN.match("".join(link.get_text().split())):
            yield link, match["sign"]


def free_label(sign: str, notes: dict[int, tuple[str, Tag]]) -> str:
    wanted = sign if sign.isalnum() else str(len(notes) + 1)
    taken = {label for label, _note in notes.values()}
    return wanted if wanted not in taken else f"{wanted}-{len(notes) + 1}"


def note_of_target(target: Tag) -> Tag:
    """The element of the whole note: a list item, or the element whose first paragraph begins with the target."""
    note = target if target.name in ("li", "p", "div", "dd") else target.find_parent(["li", "p", "dd", "div"]) or target
    box = note.parent
    if note.name == "p" and box is not None and box.name in ("div", "li"):
        first = next((part for part in box.children if isinstance(part, Tag)), None)
        if first is note:
            return box
    return note


def put_reference(soup: BeautifulSoup, link: Tag, label: str) -> None:
    reference = soup.new_tag("data", attrs={"data-note": label})
    raised = link.find_parent("sup")
    (raised if raised and raised.get_text(strip=True) == link.get_text(strip=True) else link).replace_with(reference)


def take_out(note: Tag, places: dict[str, Tag]) -> Tag | None:
    """Removes the note and returns its former parent."""
    box = note.parent
    note.extract()
    for link in note.find_all("a", href=re.compile("#.")):
        if fragment(link) in places and BACK.match(link.get_text()):
            link.decompose()
    return box


def drop_if_empty(box: Tag | None) -> None:
    """Removes an element if it is empty, and ancestors that contain nothing else."""
    while box is not None and box.parent is not None and not box.get_text(strip=True) and not box.find("img"):
        empty, box = box, box.parent
        empty.decompose()


def drop_last_rule(soup: BeautifulSoup) -> None:
    """Removes the line between the text and its notes."""
    for part in reversed(list(soup.descendants)):
        if isinstance(part, Tag) and part.name == "hr":
            part.decompose()
        elif isinstance(part, NavigableString) and part.strip():
            break
