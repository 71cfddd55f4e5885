"""Inline math and footnotes in rich text. They are spans whose attributes hold the content.

<span data-math="TeX">TeX</span>
<span data-footnote="label" data-text="Markdown of the note">[label]</span>
"""

import re
from html import escape, unescape

from wagtail.rich_text import RichText

from blog.blocks.body_text import plain
from blog.markdown.body import TextTooLong
from blog.markdown.render import render
from blog.rendering.mathml import mathml

MATH = re.compile(r'<span data-math="([^"]*)">[^<]*</span>')
# Tags between which the text of two paragraphs, items or cells needs a space.
PARAGRAPH_END = re.compile(r"</(?:p|li|h[1-6]|blockquote|td|th|d[dt]|div|pre|summary)>|<br\s*/?>")
FOOTNOTE_SPAN = re.compile(r'<span data-footnote="([^"]*)" data-text="([^"]*)">[^<]*</span>')

NUMBERS_OF_NOTES = re.compile(
    r'<sup class="footnote-ref">(?:(?!<sup\b).)*?</sup>|<a [^<>]*class="footnote-backref"[^<>]*>[^<]*</a>'
)


class PostRichText(RichText):
    """Rich text with math rendered as formulas. Footnotes are numbered later, for the whole page."""

    def __html__(self) -> str:
        return MATH.sub(lambda found: shown_math(unescape(found[1])), super().__html__())


def shown_math(tex: str) -> str:
    """A formula as MathML, or as code if the TeX cannot be converted."""
    return mathml(tex, display=False) or f'<code class="math">{escape(tex)}</code>'


def searchable(source: str) -> str:
    """The text of stored rich text, followed by the text of its footnotes."""
    notes = dict.fromkeys(unescape(text) for _label, text in FOOTNOTE_SPAN.findall(source))
    return " ".join([words_of_html(FOOTNOTE_SPAN.sub("", source)), *map(words_of_markdown, notes)])


def words_of_html(html: str) -> str:
    return plain(PARAGRAPH_END.sub(" ", html))


def words_of_markdown(text: str) -> str:
    try:
        return words_of_html(NUMBERS_OF_NOTES.sub("", render(text)))
    except TextTooLong:
        return text
