"""The footnotes of a page, numbered in the order of their first marks and listed after the body."""

import re
from dataclasses import dataclass, field
from html import escape, unescape
from re import Match

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue

from blog.blocks.body_text import Heading, plain, with_directions, with_heading_ids
from blog.blocks.rich_text import FOOTNOTE_SPAN
from blog.markdown.body import TextTooLong
from blog.markdown.definitions import FOOTNOTE_REFERENCE as REFERRED
from blog.markdown.render import render
from blog.rendering.characters import without_forbidden

# The footnotes in the HTML of `render`.
MARKDOWN_FOOTNOTE_MARK = r'<sup class="footnote-ref"><a href="#(fn-[\w-]+)"[^>]*>[^<]*</a></sup>'
MARKDOWN_FOOTNOTE_LIST = re.compile(r"<!-- notes -->(.*?)<!-- end of notes -->", re.DOTALL)
MARKDOWN_FOOTNOTE = re.compile(r"<!-- note (fn-[\w-]+) -->((?:(?!<!-- note ).)*?)<!-- end of note -->", re.DOTALL)
MARKDOWN_BACKREFERENCE = re.compile(r'\s?<a [^<>]*class="footnote-backref"[^<>]*>[^<]*</a>')
FOOTNOTE_MARK_HTML = re.compile(f"{FOOTNOTE_SPAN.pattern}|{MARKDOWN_FOOTNOTE_MARK}")
# A reference to another footnote within a footnote, outside code.
UNRESOLVED_MARK = re.compile(r"<(code|pre)\b(?:(?!<\1\b).)*?</\1>|\[\^([^\[\]\s]+)\]", re.DOTALL)

# Measured in characters of body text (about seventy per line). A note in the narrow margin needs more height.
ROOM_FOR_CHARACTER = 2.5
ROOM_FOR_NOTE = 60
ROOM_BELOW_THE_TEXT = 480
FIRST_MARK = re.compile(r'<sup class="footnote-mark"><a [^>]*id="fnref-\d+"[^>]*>\d+</a></sup>')
FULL_PICTURE = "image-block--full"
# From the first <details> to the end of the last one, because they nest. It may match too much.
FOLDED = re.compile(r"<details\b.*</details>", re.DOTALL)


@dataclass
class Footnote:
    number: int
    html: str
    text: str = ""
    marks: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        return f"fn-{self.number}"

    @property
    def id_before(self) -> str:
        return f"fn-{self.number - 1}"

    def add_mark(self) -> str:
        """Adds a mark that refers to this note and returns its id."""
        place = len(self.marks) + 1
        self.marks.append(f"fnref-{self.number}" if place == 1 else f"fnref-{self.number}-{place}")
        return self.marks[-1]

    def link(self) -> str:
        name = escape(_("Footnote %(number)s") % {"number": self.number})
        mark = self.add_mark()
        attributes = f'href="#{self.id}" id="{mark}" role="doc-noteref" aria-label="{name}" data-name="--{mark}"'
        return f'<sup class="footnote-mark"><a {attributes}>{self.number}</a></sup>'


class Footnotes:
    """The footnotes of one page, from rich text and from Markdown blocks."""

    def __init__(self) -> None:
        self.by_source: dict[str | tuple[str, str], Footnote] = {}
        self.kept: dict[str, str] = {}

    def numbered(self, markup: str) -> str:
        """The HTML with a link for each footnote mark, without the lists of footnotes in it."""
        return FOOTNOTE_MARK_HTML.sub(self._mark, MARKDOWN_FOOTNOTE_LIST.sub(self._collect_markdown_notes, markup))

    def all(self) -> list[Footnote]:
        """The footnotes by number, followed by those that only other footnotes refer to."""
        done = 0
        while waiting := list(self.by_source.values())[done:]:
            for note in waiting:
                note.html = SafeString(self._linked(self.numbered(note.html), note.text))
            done += len(waiting)
        return list(self.by_source.values())

    def _linked(self, html: str, text: str) -> str:
        """The HTML of a footnote with links to the other footnotes that it refers to."""
        wanted = {unescape(label) for label in REFERRED.findall(text)}
        elsewhere = {source[0]: note for source, note in reversed(self.by_source.items()) if source[0] in wanted}

        def link(found: Match[str]) -> str:
            note = elsewhere.get(unescape(found[2] or ""))
            return note.link() if note else found[0]

        return UNRESOLVED_MARK.sub(link, html) if elsewhere else html

    def _collect_markdown_notes(self, found: Match[str]) -> str:
        self.kept.update(MARKDOWN_FOOTNOTE.findall(MARKDOWN_BACKREFERENCE.sub("", found[1])))
        return ""

    def _mark(self, found: Match[str]) -> str:
        """The mark of a footnote. The same label with the same text is the same footnote."""
        label, text, kept = found.groups()
        if kept and kept not in self.kept:
            return found[0]
        source = kept or (unescape(label), unescape(text))
        if source not in self.by_source:
            number = len(self.by_source) + 1
            text = "" if kept else unescape(text)
            html = self.kept[kept] if kept else note_html(text, number)
            self.by_source[source] = Footnote(number, html, text)
        return self.by_source[source].link()


def note_html(text: str, number: int) -> str:
    try:
        return render(text, prefix=f"note-{number}")
    except TextTooLong:
        return format_html("<pre>{}</pre>", text)


def rendered(body: StreamValue) -> tuple[SafeString, list[Heading]]:
    """The HTML of a body with its footnotes, and its headings in order."""
    footnotes = Footnotes()
    markup = footnotes.numbered(str(body.render_as_block()))
    if notes := footnotes.all():
        context = {"notes": notes, "beside": fit_beside(markup, notes)}
        markup += render_to_string("blog/components/footnotes.html", context)
    markup, headings = with_heading_ids(with_directions(without_forbidden(markup)))
    return SafeString(markup), headings


def fit_beside(markup: str, notes: list[Footnote]) -> bool:
    """Whether the footnotes fit in the margin beside the text, each beside its mark or below the previous one.

    They do not if a mark is in a collapsed block, or if a full-width picture covers the margin.
    """
    if FULL_PICTURE in markup or any(FIRST_MARK.search(folded) for folded in FOLDED.findall(markup)):
        return False
    _start, *followed = FIRST_MARK.split(markup)
    if len(followed) != len(notes):
        return False
    room, needed = ROOM_BELOW_THE_TEXT, 0.0
    for text, note in zip(reversed(followed), reversed(notes), strict=True):
        room += len(plain(text))
        needed += ROOM_FOR_NOTE + ROOM_FOR_CHARACTER * len(plain(note.html))
        if needed > room:
            return False
    return True
