"""Converts clipboard HTML of any program to Markdown."""

import re
from dataclasses import dataclass, field

from blog.markdown.foreign_html import with_ended_tags

from . import code_editors, google_docs, pages, slack, word
from .footnotes import take_footnotes
from .junk import drop_junk
from .lists import mend_lists
from .losses import Loss
from .tree import TOO_DEEP_LOSS, PastedTooLong, Tree
from .writer import Writer

MAX_PASTED_CHARACTERS = 1_000_000
# Word's conditional sections, which are not HTML, except those in comments.
CONDITIONS = re.compile(r"<!\[(?:if[^\]<>]*|endif)\]>", re.IGNORECASE)
FRAGMENT = ("<!--StartFragment-->", "<!--EndFragment-->")
# The match ends before the next start, so that sections without an end take linear time.
STYLE_ELEMENT = re.compile(r"<style\b(?:(?!<style\b).)*?</style>", re.DOTALL | re.IGNORECASE)
# Placeholders for content that is not text while a paragraph is built (see `writer`).
MARKERS = re.compile("[\ue000\ue001]")


@dataclass(slots=True)
class Pasted:
    markdown: str
    lost: list[Loss] = field(default_factory=list)


def read_html(html: str, *, language: str = "") -> Pasted:
    """Converts HTML to Markdown. `language` is that of code, if known. Raises PastedTooLong."""
    if len(html) > MAX_PASTED_CHARACTERS:
        raise PastedTooLong(len(html), MAX_PASTED_CHARACTERS)
    lost: list[Loss] = []
    soup = tidied(html, lost)
    notes = take_footnotes(soup, lost)
    writer = Writer([soup, *(note for _label, note in notes)], lost, language)
    parts = [*writer.blocks(soup), *(writer.note(label, note) for label, note in notes)]
    return Pasted("".join(f"{part}\n\n" for part in parts), list(dict.fromkeys(lost)))


def tidied(html: str, lost: list[Loss]) -> Tree:
    """The document in plain HTML, without the peculiarities of each program."""
    source = CONDITIONS.sub("", MARKERS.sub("", html))
    start, end = source.find(FRAGMENT[0]), source.rfind(FRAGMENT[1])
    if 0 <= start < end:
        source = "".join(STYLE_ELEMENT.findall(source[:start])) + source[start + len(FRAGMENT[0]) : end]
    soup = Tree(with_ended_tags(source))
    if soup.is_flattened:
        lost.append(TOO_DEEP_LOSS)
    google_docs.tidy(soup)
    word.tidy(soup)
    slack.tidy(soup)
    code_editors.tidy(soup)
    pages.tidy(soup)
    drop_junk(soup, lost)
    mend_lists(soup)
    return soup
