"""The words of a post in parts, each with the heading that it stands under."""

from collections.abc import Iterator
from dataclasses import dataclass

from wagtail.blocks import StreamValue

from blog.blocks.body_text import IDS_OF_THE_FRAME, RENDERED_FOOTNOTE_MARK, RENDERED_HEADING, free_id, plain
from blog.blocks.rich_text import FOOTNOTE_SPAN, searchable


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
        yield "", " ".join(" ".join(block.block.get_searchable_content(block.value)).split())
        return
    first, *pieces = RENDERED_HEADING.split(block.value.source)
    if words := words_of(first):
        yield "", words
    for place in range(0, len(pieces), 3):
        _level, heading, below = pieces[place : place + 3]
        yield plain(RENDERED_FOOTNOTE_MARK.sub("", FOOTNOTE_SPAN.sub("", heading))), words_of(below)


def words_of(markup: str) -> str:
    return " ".join(searchable(markup).split())
