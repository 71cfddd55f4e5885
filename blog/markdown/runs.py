"""Runs of formatted text, in the only form that Draftail returns unchanged."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

NO_MARKS: frozenset[str] = frozenset()
WHITESPACE_RUN = re.compile(r"\s+")
UNEVEN = re.compile(r"\s\s|[\t\n\r\f\v]")
PLAIN_SPACE = re.compile(r"[ \t\r\f\v]")
UNSPEAKABLE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Math:
    """An inline formula, in TeX."""

    tex: str


@dataclass(frozen=True, slots=True)
class Footnote:
    """A reference to a footnote. `text` is the Markdown of the footnote."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Run:
    """A part of the text with the same marks and link. "\\n" is a line break within the paragraph.

    An entity is a run of its own, without text, marks or link.
    """

    text: str
    marks: frozenset[str] = NO_MARKS
    link: str | None = None
    entity: Math | Footnote | None = None

    @property
    def is_gap(self) -> bool:
        return self.text.isspace()


def normal_runs(runs: Iterable[Run]) -> list[Run]:
    """Collapses whitespace as HTML does, and moves each space to where the editor would move it.

    Draftail collapses spaces across tags, moves a trailing space out of its mark or link, and writes links outside
    marks. Runs in this form are not changed by a save.
    """
    runs = list(runs)
    if is_even(runs):
        return merge(with_trimmed_ends(runs))
    pieces = trim_edges(join_gaps(split_gaps(runs)))
    placed = [place_gap(pieces, at) if run.is_gap else run for at, run in enumerate(pieces)]
    return merge(placed)


def is_even(runs: list[Run]) -> bool:
    """Returns whether all spaces are single, and those at the edge of a mark or link are outside it."""
    ends_in_gap = False
    for run in runs:
        if run.entity:
            ends_in_gap = False
            continue
        text = run.text
        if not text or UNEVEN.search(text) or UNSPEAKABLE.search(text):
            return False
        starts, ends = text[0].isspace(), text[-1].isspace()
        if (starts or ends) and (run.marks or run.link is not None or len(text) == 1):
            return False
        if starts and ends_in_gap:
            return False
        ends_in_gap = ends
    return True


def with_trimmed_ends(runs: list[Run]) -> list[Run]:
    if runs and not runs[0].entity and runs[0].text[0].isspace():
        runs[0] = Run(runs[0].text[1:])
    if runs and not runs[-1].entity and runs[-1].text[-1].isspace():
        runs[-1] = Run(runs[-1].text[:-1])
    return runs


def split_gaps(runs: Iterable[Run]) -> Iterable[Run]:
    """Splits off the whitespace at both ends of each run, and collapses the whitespace within it."""
    for run in runs:
        if run.entity:
            yield run
            continue
        text = UNSPEAKABLE.sub(instead, run.text)
        rest = text.lstrip()
        within = rest.rstrip()
        if UNEVEN.search(within):
            within = WHITESPACE_RUN.sub(lambda gap: collapsed(gap[0]), within)
        for part in (text[: len(text) - len(rest)], within, rest[len(rest.rstrip()) :]):
            if part:
                yield Run(part, run.marks, run.link)


def instead(match: re.Match[str]) -> str:
    """Replaces NUL, as CommonMark does, and surrogates. Other control characters mean nothing in HTML: removes them."""
    return "\ufffd" if match[0] == "\0" or match[0] >= "\ud800" else ""


def join_gaps(pieces: Iterable[Run]) -> list[Run]:
    """Joins adjacent whitespace into one gap, which has only the marks that all of it has."""
    joined: list[Run] = []
    for piece in pieces:
        if piece.is_gap and joined and joined[-1].is_gap:
            last = joined.pop()
            link = piece.link if piece.link == last.link else None
            joined.append(Run(last.text + piece.text, piece.marks & last.marks, link))
        else:
            joined.append(piece)
    return [Run(collapsed(run.text), run.marks, run.link) if run.is_gap else run for run in joined]


def collapsed(gap: str) -> str:
    if "\n" in gap:
        return "\n" * gap.count("\n")
    return " " if PLAIN_SPACE.search(gap) else gap


def trim_edges(pieces: list[Run]) -> list[Run]:
    start, end = 0, len(pieces)
    while start < end and pieces[start].is_gap:
        start += 1
    while end > start and pieces[end - 1].is_gap:
        end -= 1
    return pieces[start:end]


def place_gap(pieces: list[Run], at: int) -> Run:
    """Returns the gap with the marks and the link that continue across it."""
    before, gap, after = pieces[at - 1], pieces[at], pieces[at + 1]
    if before.entity or after.entity:
        return Run(gap.text)
    # Markdown has no line breaks within code.
    marks = gap.marks - {"code"} if gap.text[0] == "\n" else gap.marks
    goes_on = before.marks == after.marks <= marks
    if before.link is None and not goes_on and is_wrapped_alone(pieces, at - 1):
        return Run(gap.text)
    shared = marks & before.marks & after.marks
    if before.link != after.link:
        return Run(gap.text)
    if before.link is None:
        going_on = common_start(sorted(before.marks), sorted(after.marks))
        return Run(gap.text, frozenset(common_start(sorted(shared), going_on)))
    # The editor's converter writes no line breaks inside links, and wraps each run in a link separately.
    if gap.link is None or gap.text[0] == "\n":
        return Run(gap.text)
    return Run(gap.text, shared if before.marks == after.marks else NO_MARKS, gap.link)


def is_wrapped_alone(pieces: list[Run], at: int) -> bool:
    """Returns whether the run directly follows a link or entity. If so, the editor's converter closes all its marks."""
    while at:
        piece, before = pieces[at], pieces[at - 1]
        if before.is_gap and not before.entity:
            at -= 1
            if not piece.marks <= before.marks or pieces[at - 1].marks != piece.marks:
                return False
        elif before.entity or before.link is not None:
            return True
        elif before.marks != piece.marks:
            return False
        at -= 1
    return False


def common_start(first: list[str], second: list[str]) -> list[str]:
    length = 0
    while length < min(len(first), len(second)) and first[length] == second[length]:
        length += 1
    return first[:length]


def merge(runs: Iterable[Run]) -> list[Run]:
    merged: list[Run] = []
    for run in runs:
        last = merged[-1] if merged else None
        is_like_last = last and (last.marks, last.link) == (run.marks, run.link)
        if is_like_last and not (run.entity or last.entity):
            merged[-1] = Run(last.text + run.text, run.marks, run.link)
        else:
            merged.append(run)
    return merged


def plain_text(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs)


def to_html(runs: Iterable[Run]) -> str:
    """Returns normal runs as rich text, with exactly the tags that Wagtail's converter writes."""
    parts: list[str] = []
    still_open: list[str] = []
    link: str | None = None
    before: Run | None = None
    for run in runs:
        # The converter wraps the run after a link or an entity separately, like every run inside a link.
        is_alone = before is not None and (before.link is not None or before.entity is not None)
        before = run
        if run.link != link:
            close(parts, still_open, 0)
            parts.append("</a>" if link is not None else "")
            parts.append(f'<a href="{escape(run.link)}">' if run.link is not None else "")
            link = run.link
        if run.entity:
            close(parts, still_open, 0)
            parts.append(entity_html(run.entity))
            continue
        wanted = sorted(run.marks)
        kept = 0 if link is not None else len(common_start(still_open, wanted))
        close(parts, still_open, kept)
        parts.extend(f"<{mark}>" for mark in wanted[kept:])
        still_open.extend(wanted[kept:])
        parts.append(escape(run.text, quote=False).replace("\n", "<br/>"))
        if is_alone:
            close(parts, still_open, 0)
    close(parts, still_open, 0)
    parts.append("</a>" if link is not None else "")
    return "".join(parts)


def close(parts: list[str], still_open: list[str], keep: int) -> None:
    while len(still_open) > keep:
        parts.append(f"</{still_open.pop()}>")


def entity_html(entity: Math | Footnote) -> str:
    if isinstance(entity, Math):
        return f'<span data-math="{escape(entity.tex)}">{escape(entity.tex, quote=False)}</span>'
    label = escape(entity.label)
    return f'<span data-footnote="{label}" data-text="{escape(entity.text)}">[{label}]</span>'
