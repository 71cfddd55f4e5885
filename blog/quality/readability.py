"""Language-independent readability checks, with messages for the editor. They never block publishing."""

import re
from collections.abc import Iterator
from itertools import islice

from django.utils.translation import gettext as _

from blog.blocks.body_text import plain
from blog.pages.post import PostPage
from blog.quality.checks import HEADING_HTML, SHOWN_CHARACTERS, Finding, Piece, pieces_of, text_of

MAX_TITLE_CHARACTERS = 70
MAX_SENTENCE_WORDS = 60
MAX_PARAGRAPH_WORDS = 250
# The maximum number of findings with the same code.
MAX_FINDINGS_PER_CODE = 5

CODE = re.compile(r"<code\b(?:(?!<code\b).)*?</code>", re.DOTALL)
BETWEEN_PARAGRAPHS = re.compile(r"</?(?:p|ul|ol|li|blockquote)\b[^<>]*>|<br\s*/?>")
BETWEEN_SENTENCES = re.compile(r"(?<=[.!?…:;])\s+|(?<=[。！？])")
REPEATED_WORD = re.compile(r"\b([^\W\d_]{2,})\s+(\1)\b", re.IGNORECASE)


def readability_findings(post: PostPage) -> list[Finding]:
    """The findings in the post instance, without a query."""
    pieces = list(pieces_of(list(post.body.raw_data)))
    paragraphs = [(words, piece.block_id) for piece in pieces for words in paragraphs_of(piece)]
    kinds = (long_title(post), empty_sections(pieces), long_ones(paragraphs), repeated_words(paragraphs))
    return [finding for kind in kinds for finding in islice(kind, MAX_FINDINGS_PER_CODE)]


def paragraphs_of(piece: Piece) -> list[str]:
    if piece.kind != "text":
        return []
    # A placeholder replaces inline code, so that the words around it are not adjacent.
    prose = CODE.sub("`", HEADING_HTML.sub("<p>", text_of(piece)))
    return [words for part in BETWEEN_PARAGRAPHS.split(prose) if (words := plain(part))]


def long_title(post: PostPage) -> Iterator[Finding]:
    if len(post.title) > MAX_TITLE_CHARACTERS and not post.seo_title:
        words = _("The title has %(count)s characters, and search engines truncate it. Set a shorter title tag.")
        yield Finding("long-title", words % {"count": len(post.title)})


def empty_sections(pieces: list[Piece]) -> Iterator[Finding]:
    """Headings that are followed neither by content nor by a deeper heading."""
    open_level, unfilled = 0, None
    for piece in pieces:
        for level, words in parts_of(piece):
            if unfilled and 0 < level <= open_level:
                yield unfilled
            open_level, unfilled = level, empty_section(words, piece) if level else None
    if unfilled:
        yield unfilled


def parts_of(piece: Piece) -> Iterator[tuple[int, str]]:
    """Headings as (level, text), and other visible content as (0, "")."""
    if piece.kind != "text":
        yield 0, ""
        return
    end, text = 0, text_of(piece)
    for heading in HEADING_HTML.finditer(text):
        if plain(text[end : heading.start()]):
            yield 0, ""
        yield int(heading[1]), plain(heading[2])
        end = heading.end()
    if plain(text[end:]):
        yield 0, ""


def empty_section(heading: str, piece: Piece) -> Finding:
    shown = heading[:SHOWN_CHARACTERS]
    return Finding(
        "empty-section", _("There is no text under “%(heading)s”.") % {"heading": shown}, piece.block_id, shown
    )


def long_ones(paragraphs: list[tuple[str, str]]) -> Iterator[Finding]:
    for paragraph, block_id in paragraphs:
        if (count := len(paragraph.split())) > MAX_PARAGRAPH_WORDS:
            words = _("The paragraph “%(start)s” has %(count)s words. Split it.")
            yield too_long("long-paragraph", words, paragraph, count, block_id)
        for sentence in BETWEEN_SENTENCES.split(paragraph):
            if (count := len(sentence.split())) > MAX_SENTENCE_WORDS:
                words = _("The sentence “%(start)s” has %(count)s words.")
                yield too_long("long-sentence", words, sentence, count, block_id)


def too_long(code: str, words: str, text: str, count: int, block_id: str) -> Finding:
    start = f"{text[:SHOWN_CHARACTERS].rsplit(' ', 1)[0]} …"
    return Finding(code, words % {"start": start, "count": count}, block_id, start)


def repeated_words(paragraphs: list[tuple[str, str]]) -> Iterator[Finding]:
    for paragraph, block_id in paragraphs:
        for match in REPEATED_WORD.finditer(paragraph):
            # Not a repeated name, such as the town Baden Baden.
            if not (match[1].istitle() and match[2].istitle()):
                words = _("A word is repeated: “%(words)s”.") % {"words": match[0]}
                yield Finding("word-twice", words, block_id, match[0])
