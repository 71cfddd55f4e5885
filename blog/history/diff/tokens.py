"""Splits a line of formatted text into words, punctuation and spaces."""

import re
from collections.abc import Iterable
from itertools import accumulate
from typing import cast

from blog.markdown.runs import Footnote, Math, Run

# Scripts without spaces between words are compared character by character.
UNSPACED_DIFF_SCRIPTS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
COMBINING_DIFF_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0dff\u200c\u200d"
)
EMOJI_MODIFIERS = "\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff"
WORD_TOKEN = re.compile(
    rf"[^\W{UNSPACED_DIFF_SCRIPTS}](?:[^\W{UNSPACED_DIFF_SCRIPTS}]|[{COMBINING_DIFF_MARKS}])*(?:['’](?:[^\W{UNSPACED_DIFF_SCRIPTS}]|[{COMBINING_DIFF_MARKS}])+)*"
    rf"|[^\w\s](?:[{EMOJI_MODIFIERS}]|\u200d.)*|.[{COMBINING_DIFF_MARKS}]*",
    re.DOTALL,
)
# The same for ASCII text.
ASCII_TOKEN = re.compile(r" |\w+(?:'\w+)*|.", re.DOTALL | re.ASCII)
SENTENCE_END = (".", "!", "?", "…", ":", "。", "！", "？")

type Entity = Math | Footnote
type Style = tuple[frozenset[str], str | None, Entity | None]


def tokenize(text: str) -> list[str]:
    if text.isalnum() and text.isascii():
        return [text]
    return (ASCII_TOKEN if text.isascii() else WORD_TOKEN).findall(text)


class Tokens:
    """``said`` is the content of each token, a text or an entity; ``styles`` is its marks, link and entity.

    Parallel lists are used, because an object for each word would be most of the cost of a comparison. ``known`` holds
    the styles of all compared lines, each once, so that ``is`` tells whether two are equal.
    """

    def __init__(self, runs: Iterable[Run], known: dict[Style, Style]) -> None:
        self.said: list[str | Entity] = []
        self.styles: list[Style] = []
        # For each token, the place after the last token of its run.
        self.ends: list[int] = []
        for run in runs:
            style = (run.marks, run.link, run.entity)
            found = [run.entity] if run.entity else tokenize(run.text)
            self.said += found
            self.styles += [known.setdefault(style, style)] * len(found)
            self.ends += [len(self.said)] * len(found)

    def __len__(self) -> int:
        return len(self.said)

    def runs(self, start: int, end: int) -> list[Run]:
        """Returns the runs of the tokens from ``start`` to before ``end``."""
        runs: list[Run] = []
        before = None
        while start < end:
            stop = min(self.ends[start], end)
            marks, link, entity = style = self.styles[start]
            text = "" if entity else "".join(cast("list[str]", self.said[start:stop]))
            if style is before and not entity:
                text = runs.pop().text + text
            runs.append(Run(text, marks, link, entity))
            before, start = style, stop
        return runs

    def words_before(self) -> list[int]:
        """Returns, for each place including the end, the number of words before it."""
        words = [not isinstance(one, str) or one[0].isalnum() for one in self.said]
        return list(accumulate(words, initial=0))

    def are_equal(self, one: int, other: int) -> bool:
        return self.said[one] == self.said[other] and self.styles[one] is self.styles[other]

    def start_score(self, start: int) -> int:
        """Returns how good a place is for the start of a change: 3 for a line, 2 for a sentence, 1 for a word."""
        if start == 0 or self.said[start - 1] == "\n":
            return 3
        before = self.said[start - 1]
        if not isinstance(before, str) or not before.isspace():
            return 0
        return 2 if start > 1 and self.said[start - 2] in SENTENCE_END else 1
