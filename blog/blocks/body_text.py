"""The body of a post as plain text, and HTML with ids on headings."""

import html
import itertools
import re
from dataclasses import dataclass

from django.utils.text import slugify
from wagtail.blocks import StreamValue

from blog.rendering.characters import without_forbidden

RENDERED_HEADING = re.compile(r"<h([234])(?: data-block-key=\"\w+\")?>((?:(?!<h[234]\b).)*?)</h\1>", re.DOTALL)
# Ids that the page template uses.
IDS_OF_THE_FRAME = frozenset({"main", "contents", "top", "search", "q"})
# Elements with bullets, numbers or a line at the start of their text.
SIDED = re.compile(r"<(ul|ol|blockquote)(?=[ >])(?![^>]* dir=)")
RENDERED_TAG = re.compile(r"<[^<>]+>")
ID_ATTRIBUTE = re.compile(r"<[^<>]* id=\"([^\"]+)\"")
RENDERED_FOOTNOTE_MARK = re.compile(r'<sup class="footnote-mark">(?:(?!<sup\b).)*?</sup>')


@dataclass(frozen=True)
class Heading:
    level: int
    text: str
    id: str


def body_text(body: StreamValue) -> str:
    """The text of a body in reading order, without markup."""
    return " ".join(body.stream_block.get_searchable_content(body))


def plain(markup: str) -> str:
    return without_forbidden(html.unescape(RENDERED_TAG.sub("", markup))).strip()


def with_directions(markup: str) -> str:
    """Adds ``dir="auto"`` to lists and quotes, so that each has the direction of its own text."""
    return SIDED.sub(r'<\1 dir="auto"', markup)


def with_heading_ids(markup: str) -> tuple[str, list[Heading]]:
    """The HTML with an id on each h2, h3 and h4, and these headings in order."""
    headings: list[Heading] = []
    used = {*IDS_OF_THE_FRAME, *ID_ATTRIBUTE.findall(markup)}

    def with_id(match: re.Match[str]) -> str:
        level, inside = match.groups()
        text = plain(RENDERED_FOOTNOTE_MARK.sub("", inside))
        heading = Heading(level=int(level), text=text, id=free_id(text, used))
        used.add(heading.id)
        headings.append(heading)
        return f'<h{level} id="{heading.id}">{inside}</h{level}>'

    return RENDERED_HEADING.sub(with_id, markup), headings


def free_id(text: str, used: set[str]) -> str:
    """An id for a heading that is not in ``used``."""
    root = slugify(text, allow_unicode=True) or "section"
    if root not in used:
        return root
    return next(name for number in itertools.count(2) if (name := f"{root}-{number}") not in used)
