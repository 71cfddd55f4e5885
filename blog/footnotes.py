"""The footnotes of a page: numbered in the order of their first marks, in one list behind the body."""

from dataclasses import dataclass, field
from html import escape, unescape
from re import Match

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue

from blog.markdown.body import TextTooLong
from blog.markdown.render import render
from blog.rich_text import FOOTNOTE
from blog.text import Heading, with_heading_ids


@dataclass
class Footnote:
    number: int
    text: str
    marks: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        return f"fn-{self.number}"

    def add_mark(self) -> str:
        """The id of one more mark that refers to this note."""
        place = len(self.marks) + 1
        self.marks.append(f"fnref-{self.number}" if place == 1 else f"fnref-{self.number}-{place}")
        return self.marks[-1]

    @property
    def html(self) -> SafeString:
        try:
            return SafeString(render(self.text, prefix=f"note-{self.number}"))
        except TextTooLong:
            return format_html("<pre>{}</pre>", self.text)


def rendered(body: StreamValue) -> tuple[SafeString, list[Heading]]:
    """A body as readers get it, its notes behind it, and its headings in order."""
    markup, notes = with_marks(str(body.render_as_block()))
    if notes:
        markup += render_to_string("blog/components/footnotes.html", {"notes": notes})
    markup, headings = with_heading_ids(markup)
    return SafeString(markup), headings


def with_marks(markup: str) -> tuple[str, list[Footnote]]:
    """The HTML with a numbered link in each place of a note, and the notes in the order of their numbers.

    A label that comes again is the same note; with another text it is another one.
    """
    notes: dict[tuple[str, str], Footnote] = {}

    def mark(found: Match[str]) -> str:
        label, text = map(unescape, found.groups())
        note = notes.setdefault((label, text), Footnote(len(notes) + 1, text))
        name = escape(_("Footnote %(number)s") % {"number": note.number})
        link = f'<a href="#{note.id}" id="{note.add_mark()}" role="doc-noteref" aria-label="{name}">{note.number}</a>'
        return f'<sup class="footnote-mark">{link}</sup>'

    return FOOTNOTE.sub(mark, markup), list(notes.values())
