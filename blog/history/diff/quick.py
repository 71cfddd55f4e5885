"""Reads the paragraphs that most texts are made of without a parser: plain words, with simple marks and links.

What is not surely that is left to the parser. Where both read a piece they give the same
(tests/blog/history/diff/test_diff_parts.py).
"""

import re

from blog.markdown.prose import Paragraph
from blog.markdown.runs import NO_MARKS, Run

HEADING_PREFIX = re.compile(r"#{2,4} ")
# Words in which Markdown means nothing.
PLAIN_WORDS = r"[\w ,.;?()'\"%/+=…–—“”‘’-]"
# Signs that mean nothing before a space.
BEFORE_SPACE = r"[:!&](?= )"
# An underscore means nothing between letters.
UNSAFE_SIGNS = re.compile(r"(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|www\.|  ")
# Within marks: from a letter to a letter, so that the sign before can only open, and the one behind only close.
MARKED_WORDS = rf"\w(?:{PLAIN_WORDS}*\w)?"
# Within code all but what formulas and Liquid begin with.
IN_CODE = r"[\w.:=/'\"+<>()\[\]@#&*~!?;,^%-]"
CODE_SPAN = rf"{IN_CODE}+(?: {IN_CODE}+)*"
# Addresses that stay as they are when they are normalised.
NORMAL_ADDRESS = r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[A-Za-z0-9._~/-]*)?|(?:post|page|document):[0-9a-f-]+"
NOT_AFTER_WORD, NOT_BEFORE_WORD = r"(?<!\w)", r"(?![*`\[\w])"
ELEMENT = re.compile(
    rf"((?:{PLAIN_WORDS}+|{BEFORE_SPACE})+)"
    rf"|{NOT_AFTER_WORD}(?:\*\*({MARKED_WORDS})\*\*|\*({MARKED_WORDS})\*|`({CODE_SPAN})`|\[({MARKED_WORDS})\]\(({NORMAL_ADDRESS})\)){NOT_BEFORE_WORD}"
)
BOLD, ITALIC, CODED = (frozenset((mark,)) for mark in ("b", "i", "code"))
SENTENCE_SIGNS = (".", "?", ")", "…", "”", "’")


def quick_node(piece: str) -> Paragraph | None:
    """A paragraph or heading, or None where it takes a parser to know."""
    heading = HEADING_PREFIX.match(piece)
    source = piece[heading.end() :] if heading else piece
    if not source or UNSAFE_SIGNS.search(source):
        return None
    runs, length = elements(source)
    # Anything else lies between the elements, and makes them shorter than the source.
    if length != len(source) or not (begins_well(runs[0]) and ends_well(runs[-1])):
        return None
    return Paragraph(f"h{heading.end() - 1}" if heading else "p", runs)


def elements(source: str) -> tuple[list[Run], int]:
    """What is simple, and how many characters that takes with its signs."""
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
    """No link: one that stands alone is a block."""
    return run.link is None and run.text[0].isalpha()


def ends_well(run: Run) -> bool:
    return bool(run.marks or run.link) or run.text[-1].isalnum() or run.text.endswith(SENTENCE_SIGNS)
