"""The text of a post in passages, each with its heading."""

from collections.abc import Iterator
from dataclasses import dataclass

from wagtail.blocks import StreamValue

from blog.blocks.body_text import IDS_OF_THE_FRAME, RENDERED_FOOTNOTE_MARK, RENDERED_HEADING, free_id, plain
from blog.blocks.rich_text import FOOTNOTE_SPAN, searchable


@dataclass(frozen=True)
class Passage:
    """Text with its heading and the heading's id on the page; both are empty before the first heading."""

    heading: str
    id: str
    text: str


def extract_passages(body: StreamValue) -> list[Passage]:
    """The passages of a body in reading order, without markup. Headings within containers start no passage."""
    found: list[Passage] = []
    used = set(IDS_OF_THE_FRAME)
    heading = anchor = ""
    for block in body:
        for title, text in sections_of(block):
            if title:
                heading, anchor = title, free_id(title, used)
                used.add(anchor)
            if text and found and found[-1].id == anchor:
                found[-1] = Passage(heading, anchor, f"{found[-1].text} {text}")
            elif text or title:
                found.append(Passage(heading, anchor, text))
    return found


def sections_of(block: StreamValue.StreamChild) -> Iterator[tuple[str, str]]:
    """Pairs of a heading and the text below it. Text that continues the passage before the block has no heading."""
    if block.block_type != "text":
        yield "", " ".join(" ".join(block.block.get_searchable_content(block.value)).split())
        return
    first, *pieces = RENDERED_HEADING.split(block.value.source)
    if words := plain_text(first):
        yield "", words
    for place in range(0, len(pieces), 3):
        _level, heading, below = pieces[place : place + 3]
        yield plain(RENDERED_FOOTNOTE_MARK.sub("", FOOTNOTE_SPAN.sub("", heading))), plain_text(below)


def plain_text(markup: str) -> str:
    return " ".join(searchable(markup).split())
