"""Reads the paragraphs that most texts are made of without a parser: plain words, with simple marks and links.

What is not surely that is left to the parser. Where both read a piece they give the same
(tests/blog/history/diff/test_diff_parts.py).
"""

import re

from blog.markdown.prose import Paragraph
from blog.markdown.runs import NO_MARKS, Run

HEADING = re.compile(r"#{2,4} ")
# Words in which Markdown means nothing.
WORDS = r"[\w ,.;?()'\"%/+=…–—“”‘’-]"
# Signs that mean nothing before a space.
BEFORE_SPACE = r"[:!&](?= )"
# An underscore means nothing between letters.
LOOSE = re.compile(r"(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|www\.|  ")
# Within marks: from a letter to a letter, so that the sign before can only open, and the one behind only close.
MARKED = rf"\w(?:{WORDS}*\w)?"
# Within code all but what formulas and Liquid begin with.
IN_CODE = r"[\w.:=/'\"+<>()\[\]@#&*~!?;,^%-]"
CODE = rf"{IN_CODE}+(?: {IN_CODE}+)*"
# Addresses that stay as they are when they are normalised.
ADDRESS = r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[A-Za-z0-9._~/-]*)?|(?:post|page|document):[0-9a-f-]+"
BEHIND, APART = r"(?<!\w)", r"(?![*`\[\w])"
ELEMENT = re.compile(
    rf"((?:{WORDS}+|{BEFORE_SPACE})+)"
    rf"|{BEHIND}(?:\*\*({MARKED})\*\*|\*({MARKED})\*|`({CODE})`|\[({MARKED})\]\(({ADDRESS})\)){APART}"
)
BOLD, ITALIC, CODED = (frozenset((mark,)) for mark in ("b", "i", "code"))
ENDS = (".", "?", ")", "…", "”", "’")


def quick_node(piece: str) -> Paragraph | None:
    """A paragraph or heading, or None where it takes a parser to know."""
    heading = HEADING.match(piece)
    source = piece[heading.end() :] if heading else piece
    if not source or LOOSE.search(source):
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
    return bool(run.marks or run.link) or run.text[-1].isalnum() or run.text.endswith(ENDS)
