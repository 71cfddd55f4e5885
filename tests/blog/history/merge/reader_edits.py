"""The real changes of shared/data/reader-edits, as canonical text, and generated later edits of the same posts."""

import gzip
import json
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from django.conf import settings

from blog.exchange.files import SourceFile
from blog.exchange.markdown_folder import ReadOptions, read_post
from blog.history.diff.pieces import pieces_of
from blog.markdown.read import read
from blog.markdown.write import write

EDITS_FILE = Path(settings.BASE_DIR).parent / "shared" / "data" / "reader-edits" / "edits.jsonl.gz"
# Words around a generated change that the other text must have once.
CONTEXT = 4


@cache
def rows():
    with gzip.open(EDITS_FILE, "rt") as lines:
        return [json.loads(line) for line in lines]


def imported(row, side, folder):
    """The post that an import of this file gives."""
    name = Path(row["path"]).with_suffix(".md").name
    (folder / name).write_text(row[side])
    return read_post(SourceFile(folder / name, name), folder, ReadOptions(ZoneInfo("UTC"), ""))


def canonical(row, side, folder):
    """The text that an import of this file stores."""
    return write(read(imported(row, side, folder).text))


def is_canonical(text):
    return write(read(text)) == text


def joined(pieces):
    return "\n\n".join(pieces) + "\n" if pieces else ""


def blocks_of_changes(old, new):
    """As many pieces for as many others are changes of one piece each."""
    for _, a, a_end, b, b_end in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if a_end - a == b_end - b:
            yield from ((a + at, a + at + 1, b + at, b + at + 1) for at in range(a_end - a))
        else:
            yield a, a_end, b, b_end


def with_changes(text, old, new):
    """Replaces in the text the pieces that differ between ``old`` and ``new``; None if one is not there once.

    A piece that is there twice, or was removed or added, is found by the pieces around it.
    """
    for a, a_end, b, b_end in blocks_of_changes(old, new):
        if old[a:a_end] == new[b:b_end]:
            continue
        for around in (0, 1):
            if around or (a < a_end and b < b_end):
                before, after = old[max(a - around, 0) : a], old[a_end : a_end + around]
                source = joined([*before, *old[a:a_end], *after])
                if text.count(source) == 1:
                    break
        else:
            return None
        text = text.replace(source, joined([*before, *new[b:b_end], *after]))
    return text


class LaterEdit:
    """An edit of ``before`` at a random place: ``ours`` is the edited text, ``expected(after)`` that of another text.

    An edit replaces lines of Markdown with others. It is independent of the real change if those lines, with one piece
    or ``CONTEXT`` words around them, are in ``after`` exactly once, or if what the real change replaced is in ``ours``.
    """

    def __init__(self, kind, before, after, seed):
        self.random = Random(f"{kind} {seed}")
        self.before, self.after = before, after
        self.old = self.new = None
        for _ in range(20):
            getattr(self, kind)(pieces_of(before))
            if self.old and before.count(self.old) == 1 and is_canonical(self.ours):
                return
        self.old = None

    @property
    def ours(self):
        return self.before.replace(self.old, self.new)

    @property
    def expected(self):
        """The text that the merge must give if it is no conflict; None if the places are not independent."""
        if self.after.count(self.old) == 1:
            text = self.after.replace(self.old, self.new)
        else:
            text = with_changes(self.ours, pieces_of(self.before), pieces_of(self.after))
        return text if text and is_canonical(text) else None

    def replace_pieces(self, pieces, change):
        """Changes two neighbours. The pieces around them stay."""
        if len(pieces) < 4:
            return
        place = self.random.randint(1, len(pieces) - 3)
        inside = pieces[place : place + 2]
        if any(piece.startswith("[^") for piece in pieces[place - 1 : place + 3]):
            return
        around = pieces[place - 1], pieces[place + 2]
        self.old, self.new = joined([around[0], *inside, around[1]]), joined([around[0], *change(*inside), around[1]])

    def insert_paragraph(self, pieces):
        self.replace_pieces(pieces, lambda one, other: (one, "A zebra paragraph, which nobody wrote before.", other))

    def delete_paragraph(self, pieces):
        self.replace_pieces(pieces, lambda one, other: (one,))

    def reorder_paragraphs(self, pieces):
        self.replace_pieces(pieces, lambda one, other: (other, one))

    def change_words_elsewhere(self, pieces):
        others = set(pieces_of(self.after))
        self.change_words([piece for piece in pieces if piece in others])

    def change_words_near(self, pieces):
        others = set(pieces_of(self.after))
        self.change_words([piece for piece in pieces if piece not in others])

    def change_words(self, pieces):
        lines = [line for piece in pieces for line in piece.split("\n") if len(line.split()) > 2 * CONTEXT]
        if not lines:
            return
        words = self.random.choice(lines).split(" ")
        place = self.random.randint(CONTEXT, len(words) - CONTEXT)
        before, after = words[place - CONTEXT : place], words[place : place + CONTEXT]
        self.old, self.new = " ".join(before + after), " ".join([*before, "zebra", *after])


LATER_EDITS = (
    "insert_paragraph",
    "delete_paragraph",
    "reorder_paragraphs",
    "change_words_near",
    "change_words_elsewhere",
)
