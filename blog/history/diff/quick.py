"""Reads most paragraphs without a parser: plain text with simple marks and links.

Anything else is left to the parser. If both can read a piece, they return the same result
(tests/blog/history/diff/test_diff_parts.py).
"""

import re

from blog.markdown.prose import Paragraph
from blog.markdown.runs import NO_MARKS, Run

HEADING_PREFIX = re.compile(r"#{2,4} ")
# Characters that have no meaning in Markdown within text.
PLAIN_WORDS = r"[\w ,.;?()'\"%/+=…–—“”‘’-]"
# Characters that have no meaning before a space.
BEFORE_SPACE = r"[:!&](?= )"
# An underscore has no meaning between letters.
UNSAFE_SIGNS = re.compile(r"(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|www\.|  ")
# Marked text starts and ends with a letter, so that the delimiters can only open and only close.
MARKED_WORDS = rf"\w(?:{PLAIN_WORDS}*\w)?"
# Code may contain all characters except those that start formulas and Liquid tags.
IN_CODE = r"[\w.:=/'\"+<>()\[\]@#&*~!?;,^%-]"
CODE_SPAN = rf"{IN_CODE}+(?: {IN_CODE}+)*"
# Addresses that normalisation leaves unchanged.
NORMAL_ADDRESS = r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[A-Za-z0-9._~/-]*)?|(?:post|page|document):[0-9a-f-]+"
NOT_AFTER_WORD, NOT_BEFORE_WORD = r"(?<!\w)", r"(?![*`\[\w])"
ELEMENT = re.compile(
    rf"((?:{PLAIN_WORDS}+|{BEFORE_SPACE})+)"
    rf"|{NOT_AFTER_WORD}(?:\*\*({MARKED_WORDS})\*\*|\*({MARKED_WORDS})\*|`({CODE_SPAN})`|\[({MARKED_WORDS})\]\(({NORMAL_ADDRESS})\)){NOT_BEFORE_WORD}"
)
BOLD, ITALIC, CODED = (frozenset((mark,)) for mark in ("b", "i", "code"))
SENTENCE_SIGNS = (".", "?", ")", "…", "”", "’")


def quick_node(piece: str) -> Paragraph | None:
    """Returns a paragraph or heading, or None if the piece needs the parser."""
    heading = HEADING_PREFIX.match(piece)
    source = piece[heading.end() :] if heading else piece
    if not source or UNSAFE_SIGNS.search(source):
        return None
    runs, length = elements(source)
    # If there is anything else between the elements, they are shorter than the source.
    if length != len(source) or not (begins_well(runs[0]) and ends_well(runs[-1])):
        return None
    return Paragraph(f"h{heading.end() - 1}" if heading else "p", runs)


def elements(source: str) -> tuple[list[Run], int]:
    """Returns the runs of the simple elements, and the number of their characters including delimiters."""
    runs, length = [], 0
    for words, bold, italic, code, link, address in ELEMENT.findall(source):
        if words:
            run, signs = Run(words), 0
        elif bold:
            run, signs = Run(bold, BOLD), 4
        elif link:
            run, signs = Run(link, NO_MARKS, address), 4 + len(address)
        else:
            run, signs = Run(italic or code, ITALIC if italic else CODED), 2
        runs.append(run)
        length += len(run.text) + signs
    return runs, length


def begins_well(run: Run) -> bool:
    """Returns whether the text starts with a letter and not with a link, because a link alone may be a block."""
    return run.link is None and run.text[0].isalpha()


def ends_well(run: Run) -> bool:
    return bool(run.marks or run.link) or run.text[-1].isalnum() or run.text.endswith(SENTENCE_SIGNS)
