"""Writes runs as inline Markdown: CommonMark delimiters if they are certain to be parsed as meant, otherwise tags."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from blog.markdown.dollar_math import is_read_as_math
from blog.markdown.escapes import escape_entities, escape_line_start, escape_text
from blog.markdown.runs import Footnote, Math, Run

DELIMITERS = {"b": "**", "i": "*", "s": "~~"}
ASCII_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
BACKTICKS = re.compile(r"`+")
# The start of a link definition.
DEFINITION = re.compile(r"\[(?:[^\[\]\\]|\\.)+\]:", re.DOTALL)
AUTOLINK = re.compile(r"(?:https?|ftp)://[\w.~:/?#@!$&'()*+,;=-]+", re.ASCII)


@dataclass(slots=True)
class Piece:
    """A part of the line. `mark` is set if a mark opens or closes here, and `other` is the place of its other end."""

    source: str
    mark: str = ""
    is_opening: bool = False
    other: int = -1
    is_delimiter: bool = False
    is_text: bool = False
    is_math: bool = False


@dataclass(frozen=True, slots=True)
class InlineStyle:
    """The rules for the place of a line: `one_line` allows no line ends; `keeps_words` is as in `escape_text`."""

    one_line: bool = False
    keeps_words: bool = True


def inline_markdown(runs: list[Run], style: InlineStyle) -> str:
    pieces = list(pieces_of(runs, style))
    pair_up(pieces)
    choose_delimiters(pieces)
    shown = [shown_piece(pieces, at) for at in range(len(pieces))]
    if sum(part.count("$") for part in shown) > 1:
        shown = [part.replace("$", "\\$") if pieces[at].is_text else part for at, part in enumerate(shown)]
    line = "".join(shown)
    if shown[:1] == ["["] and DEFINITION.match(line):
        # With an empty title, the link is not parsed as a definition, which would not be shown.
        end = next(at for at, piece in enumerate(pieces) if piece.source.startswith("]("))
        shown[end] = f'{shown[end][:-1]} "")'
        line = "".join(shown)
    if style.one_line:
        return line.replace("\n", "<br>")
    return "\\\n".join(escape_line_start(part) for part in line.split("\n"))


def pieces_of(runs: list[Run], style: InlineStyle) -> Iterator[Piece]:
    """Yields the parts in order, with properly nested marks: the mark that ends last opens first."""
    still_open: list[str] = []
    link: str | None = None
    ends: dict[str, int] = {}
    at = 0
    while at < len(runs):
        run = runs[at]
        if run.link != link:
            yield from closing(still_open, 0)
            yield from [Piece(link_end(link))] if link is not None else []
            link = run.link
            if link is not None:
                end = end_of_link(runs, at)
                if autolink := autolinked(runs[at:end], link):
                    yield Piece(autolink)
                    at, link = end, None
                    continue
                yield Piece("[")
        wanted = run.marks - {"code"}
        keep = next((place for place, mark in enumerate(still_open) if mark not in wanted), len(still_open))
        yield from closing(still_open, keep)
        missing = sorted(wanted - set(still_open))
        ends |= {mark: reach(runs, at, mark) for mark in missing if ends.get(mark, 0) <= at}
        for mark in sorted(missing, key=lambda mark: -ends[mark]):
            still_open.append(mark)
            yield Piece("", mark, is_opening=True)
        yield atom(run, style)
        at += 1
    yield from closing(still_open, 0)
    yield from [Piece(link_end(link))] if link is not None else []


def closing(still_open: list[str], keep: int) -> Iterator[Piece]:
    while len(still_open) > keep:
        yield Piece("", still_open.pop())


def end_of_link(runs: list[Run], at: int) -> int:
    return next((place for place in range(at, len(runs)) if runs[place].link != runs[at].link), len(runs))


def reach(runs: list[Run], at: int, mark: str) -> int:
    """Returns the place where the mark that opens here ends, at the latest the end of the link."""
    rest, link = range(at, len(runs)), runs[at].link
    return next((place for place in rest if runs[place].link != link or mark not in runs[place].marks), len(runs))


def atom(run: Run, style: InlineStyle) -> Piece:
    if isinstance(run.entity, Math):
        return Piece(run.entity.tex, is_math=True)
    if isinstance(run.entity, Footnote):
        return Piece(f"[^{run.entity.label}]")
    if "code" in run.marks:
        return Piece(code_span(run.text))
    return Piece(escape_text(run.text, keeps_words=style.keeps_words and run.link is None), is_text=True)


def code_span(text: str) -> str:
    fence = "`" * (max(map(len, BACKTICKS.findall(text)), default=0) + 1)
    is_padded = text[0] == "`" or text[-1] == "`" or (text[0] == text[-1] == " " and bool(text.strip()))
    return f"{fence} {text} {fence}" if is_padded else f"{fence}{text}{fence}"


def autolinked(runs: list[Run], link: str) -> str:
    """Returns the short form of a link whose text is its address, or "" for other links."""
    if len(runs) != 1 or runs[0].marks:
        return ""
    text = runs[0].text
    is_plain = text == link and AUTOLINK.fullmatch(text)
    return f"<{text}>" if is_plain else ""


def link_end(address: str | None) -> str:
    return f"]({destination(address or '')})"


def destination(address: str) -> str:
    """Escapes an address from `linkable`, in which only parentheses and parts like entities can be misread."""
    if not is_balanced(address):
        address = address.replace("(", "\\(").replace(")", "\\)")
    return escape_entities(address)


def is_balanced(address: str) -> bool:
    depth = 0
    for letter in address:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth < 0:
            return False
    return depth == 0


def pair_up(pieces: list[Piece]) -> None:
    waiting: list[int] = []
    for at, piece in enumerate(pieces):
        if not piece.mark:
            continue
        if piece.is_opening:
            waiting.append(at)
        else:
            piece.other = waiting.pop()
            pieces[piece.other].other = at


def choose_delimiters(pieces: list[Piece]) -> None:
    """Chooses delimiters in opening order. A mark beside a delimiter stays a tag; nested stars must be unambiguous."""
    stars: list[int] = []
    for at, piece in enumerate(pieces):
        if not piece.is_opening or piece.mark not in DELIMITERS:
            continue
        while stars and pieces[stars[-1]].other < at:
            stars.pop()
        around = stars if piece.mark != "s" else []
        if touches_delimiter(pieces, at) or not can_stand(pieces, at):
            continue
        if around and not all(is_unmistakable(pieces, start) for start in (at, *around)):
            continue
        piece.is_delimiter = pieces[piece.other].is_delimiter = True
        if piece.mark != "s":
            stars.append(at)


def touches_delimiter(pieces: list[Piece], at: int) -> bool:
    """Returns whether a chosen delimiter is directly beside one of the ends of this mark."""
    beside = (at - 1, pieces[at].other + 1)
    return any(0 <= place < len(pieces) and pieces[place].is_delimiter for place in beside)


def kind_of(letter: str) -> str:
    """Returns the kind of a character beside a delimiter. CommonMark 0.29 to 0.31 differ on "symbol"."""
    # Line and paragraph separators are not whitespace here, unlike in Python.
    if not letter or letter in "\t\n\f\r" or unicodedata.category(letter) == "Zs":
        return "space"
    if letter in ASCII_PUNCTUATION:
        return "punctuation"
    return {"P": "punctuation", "S": "symbol"}.get(unicodedata.category(letter)[0], "letter")


def sides(pieces: list[Piece], at: int) -> tuple[str, str]:
    """Returns the kinds of the characters before and after the piece. The signs of other marks are punctuation."""
    return kind_of(letter_at(pieces, at - 1, -1)), kind_of(letter_at(pieces, at + 1, 0))


def ends_of(pieces: list[Piece], at: int) -> Iterator[tuple[str, str]]:
    """Yields the kinds of the characters outside and inside, for both ends of a mark."""
    yield sides(pieces, at)
    inside, outside = sides(pieces, pieces[at].other)
    yield outside, inside


def can_stand(pieces: list[Piece], at: int) -> bool:
    """Returns whether the opening is left-flanking and the closing right-flanking in every version of the rules."""
    return all(
        inside == "letter" or (inside != "space" and outside in ("space", "punctuation"))
        for outside, inside in ends_of(pieces, at)
    )


def is_unmistakable(pieces: list[Piece], at: int) -> bool:
    """Returns whether the opening can only open and the closing can only close."""
    return all(
        (inside == "letter" and outside in ("space", "punctuation")) or (inside != "space" and outside == "space")
        for outside, inside in ends_of(pieces, at)
    )


def shown_piece(pieces: list[Piece], at: int) -> str:
    piece = pieces[at]
    if piece.is_math:
        return math_source(piece.source, letter_at(pieces, at - 1, -1), letter_at(pieces, at + 1, 0))
    if piece.mark:
        tag = f"<{piece.mark}>" if piece.is_opening else f"</{piece.mark}>"
        return DELIMITERS[piece.mark] if piece.is_delimiter else tag
    if piece.is_text and piece.source[-1:] in ("!", "^") and letter_at(pieces, at + 1, 0) == "[":
        # These characters would turn the link into a picture or a footnote.
        return f"{piece.source[:-1]}\\{piece.source[-1]}"
    return piece.source


def letter_at(pieces: list[Piece], at: int, place: int) -> str:
    """Returns the first or last character of a piece, or "" outside the line. Mark signs stand for any punctuation."""
    if not 0 <= at < len(pieces):
        return ""
    piece = pieces[at]
    return "*" if piece.mark else "$" if piece.is_math else piece.source[place]


def math_source(tex: str, before: str, behind: str) -> str:
    if is_read_as_math(tex, before, behind):
        return f"${tex}$"
    return f"${code_span(tex)}$"
