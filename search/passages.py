"""The words of a post in parts, each with the heading that it stands under."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from wagtail.blocks import StreamValue

from blog.rich_text import FOOTNOTE, words_of_note
from blog.text import FOOTNOTE_MARK, HEADING, IDS_OF_THE_FRAME, TAG, free_id, plain

# Where words of two paragraphs, items or cells would run into each other.
END = re.compile(r"</(?:p|li|h[1-6]|blockquote|td|th)>|<br\s*/?>")


@dataclass(frozen=True)
class Passage:
    """``heading`` and its id on the page are empty before the first one."""

    heading: str
    id: str
    text: str


def passages(body: StreamValue) -> list[Passage]:
    """A body's parts in reading order, without markup; headings within containers begin none."""
    found: list[Passage] = []
    used = set(IDS_OF_THE_FRAME)
    heading = anchor = ""
    for block in body:
        for title, text in parts_of(block):
            if title:
                heading, anchor = title, free_id(title, used)
                used.add(anchor)
            if text and found and found[-1].id == anchor:
                found[-1] = Passage(heading, anchor, f"{found[-1].text} {text}")
            elif text or title:
                found.append(Passage(heading, anchor, text))
    return found


def parts_of(block: StreamValue.StreamChild) -> Iterator[tuple[str, str]]:
    """A block's (heading, text below it); without a heading where text continues what stands above the block."""
    if block.block_type != "text":
        yield "", " ".join(block.block.get_searchable_content(block.value)).strip()
        return
    first, *pieces = HEADING.split(block.value.source)
    if words := words_of(first):
        yield "", words
    for place in range(0, len(pieces), 3):
        _level, heading, below = pieces[place : place + 3]
        yield plain(FOOTNOTE_MARK.sub("", FOOTNOTE.sub("", heading))), words_of(below)


def words_of(markup: str) -> str:
    """The words of stored rich text, with those of its notes behind them."""
    notes = (
        dict.fromkeys(unescape(text) for _label, text in FOOTNOTE.findall(markup)) if FOOTNOTE.search(markup) else ()
    )
    text = TAG.sub("", END.sub(" ", FOOTNOTE.sub("", markup)))
    return " ".join(" ".join([unescape(text), *map(words_of_note, notes)]).split())
