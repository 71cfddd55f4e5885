"""Inline math and footnotes in our rich text, which are spans that their attributes alone decide.

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
# Where words of two paragraphs, items or cells would run into each other.
PARAGRAPH_END = re.compile(r"</(?:p|li|h[1-6]|blockquote|td|th|d[dt]|div|pre|summary)>|<br\s*/?>")
FOOTNOTE_SPAN = re.compile(r'<span data-footnote="([^"]*)" data-text="([^"]*)">[^<]*</span>')

NUMBERS_OF_NOTES = re.compile(
    r'<sup class="footnote-ref">(?:(?!<sup\b).)*?</sup>|<a [^<>]*class="footnote-backref"[^<>]*>[^<]*</a>'
)


class PostRichText(RichText):
    """Rich text whose math readers see as formulas; its footnotes are numbered with those of the whole page."""

    def __html__(self) -> str:
        return MATH.sub(lambda found: shown_math(unescape(found[1])), super().__html__())


def shown_math(tex: str) -> str:
    """A formula, or the TeX as code where it is not understood."""
    return mathml(tex, display=False) or f'<code class="math">{escape(tex)}</code>'


def searchable(source: str) -> str:
    """The words of stored rich text, with those of its notes behind them."""
    notes = dict.fromkeys(unescape(text) for _label, text in FOOTNOTE_SPAN.findall(source))
    return " ".join([words_of_html(FOOTNOTE_SPAN.sub("", source)), *map(words_of_markdown, notes)])


def words_of_html(html: str) -> str:
    return plain(PARAGRAPH_END.sub(" ", html))


def words_of_markdown(text: str) -> str:
    try:
        return words_of_html(NUMBERS_OF_NOTES.sub("", render(text)))
    except TextTooLong:
        return text
