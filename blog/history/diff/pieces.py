"""Splits canonical text into top-level pieces and reads them.

Splitting looks only at the start of lines, so that unchanged pieces are never parsed.
"""

import re
from collections.abc import Iterable
from textwrap import dedent

from blog.markdown.prose import parse_prose
from blog.markdown.read import read

from .budget import Budget
from .quick import quick_node
from .units import Holder, Node, Raw, Unit, node_of, node_of_prose, units_of

LIST_SIGN = re.compile(r"(?:([-*+])|\d{1,9}([.)]))(?: |$)")
PIECE_FENCE = re.compile(r"(`{3,}|~{3,}|:{3,}(?= *\w)|\$\$$)")
NOTE_DEFINITION = re.compile(r"\[\^([^\[\]\s]+)\]: ?")
NOTE_LABEL_DEFINED = re.compile(r"^\[\^([^\[\]\s]+)\]:", re.MULTILINE)
NOTE_REFERENCE = re.compile(r"\[\^([^\[\]\s]+)\]")
MAX_PIECE_LENGTH = 40_000
# Characters for which the parser looks ahead to the end of the paragraph.
LOOKAHEAD_SIGNS = ("[", "<", "$", "`", "*", "_")
MAX_LOOKAHEAD = 2_000_000


def pieces_of(text: str) -> list[str]:
    """Returns the pieces. Joined by empty lines, they are the text without its final newline."""
    pieces: list[str] = []
    piece: list[str] = []
    closing = ""
    for line in text.removesuffix("\n").split("\n"):
        if not closing and begins_piece(line, piece):
            pieces.append("\n".join(piece[:-1]))
            piece = []
        piece.append(line)
        if closing:
            closing = "" if is_closed(line, closing) else closing
        elif match := PIECE_FENCE.match(line):
            closing = match[1]
    return [*pieces, "\n".join(piece)] if text else []


def begins_piece(line: str, piece: list[str]) -> bool:
    """Returns whether the line starts a piece: after an empty line, not indented, and not an item of the same list."""
    if len(piece) < 2 or piece[-1] or not line or line[0] == " ":
        return False
    first, here = LIST_SIGN.match(piece[0]), LIST_SIGN.match(line)
    return not (first and here and first.groups() == here.groups())


def is_closed(line: str, opening: str) -> bool:
    signs = line.rstrip()
    return len(signs) >= len(opening) and set(signs) == {opening[0]} and (opening[0] != ":" or signs == opening)


class Reader:
    """Reads pieces of the texts within the budget. Pieces with the same source have the same node."""

    def __init__(self, texts: Iterable[str], budget: Budget) -> None:
        self.defined = frozenset(label for text in texts for label in NOTE_LABEL_DEFINED.findall(text))
        self.budget = budget
        self.nodes: dict[str, Node] = {}

    def units(self, text: str) -> list[Unit]:
        return [Unit(piece, self.read) for piece in pieces_of(text)]

    def read(self, piece: str) -> Node:
        if piece not in self.nodes:
            self.nodes[piece] = quick_node(piece) or self.node_within_budget(piece)
        return self.nodes[piece]

    def node_within_budget(self, piece: str) -> Node:
        looked_at = len(piece) * sum(map(piece.count, LOOKAHEAD_SIGNS))
        is_too_much = len(piece) > MAX_PIECE_LENGTH or looked_at > MAX_LOOKAHEAD
        if is_too_much or not self.budget.may_read(len(piece)):
            return Raw(piece)
        if note := NOTE_DEFINITION.match(piece):
            content = dedent(f"    {piece[note.end() :]}")
            return Holder("note", units_of(read(content).blocks), {"label": note[1]})
        return self.node(piece)

    def node(self, piece: str) -> Node:
        """Reads a piece. A piece with several blocks, or one that depends on other pieces, stays raw Markdown."""
        labels = dict.fromkeys(label for label in NOTE_REFERENCE.findall(piece) if label in self.defined)
        # The text of a footnote is compared at its definition, not at its references.
        definitions = "".join(f"\n\n[^{label}]: {label}" for label in labels)
        blocks = read(piece + definitions).blocks
        if len(blocks) != 1:
            return Raw(piece)
        if blocks[0]["type"] != "text":
            return node_of(blocks[0])
        prose = parse_prose(blocks[0]["value"])
        return node_of_prose(prose[0]) if len(prose) == 1 else Raw(piece)
