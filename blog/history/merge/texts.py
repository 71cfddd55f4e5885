"""Merges canonical Markdown: ``base`` is the text from which ``ours`` and ``theirs`` were made."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from blog.history.diff.budget import Budget
from blog.history.diff.units import Unit, units_of
from blog.markdown.body import Block, Body
from blog.markdown.normal import notes_in
from blog.markdown.read import read
from blog.markdown.write import write

from .blocks import blocks_of
from .tokens import Conflicting, three_way
from .units import Clash, merge_units

# All three texts together. Longer ones are not read.
MAX_MERGED_CHARACTERS = 600_000
LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Conflict:
    """What both sides changed in different ways: whole paragraphs and blocks as Markdown, "" if removed, or values."""

    base: Any
    ours: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Merge:
    """``parts`` are Markdown and conflicts, in the order of the text."""

    parts: list[str | Conflict] = field(default_factory=list)

    @property
    def conflicts(self) -> list[Conflict]:
        return [part for part in self.parts if isinstance(part, Conflict)]

    @property
    def text(self) -> str:
        """The merged text. Raises ValueError if there are conflicts."""
        texts = [part for part in self.parts if isinstance(part, str)]
        if len(texts) < len(self.parts):
            message = f"The merge has {len(self.conflicts)} conflicts. Resolve them first."
            raise ValueError(message)
        return "".join(texts)

    def resolved(self, choices: Sequence[str]) -> str:
        """Returns the canonical text with the Markdown chosen for each conflict, in order."""
        left = iter(choices)
        texts = [next(left) if isinstance(part, Conflict) else part for part in self.parts]
        return write(Body([block for text in texts for block in read(text).blocks]))


def merge(base: str, ours: str, theirs: str) -> Merge:
    """Merges by paragraph, item, row and line of code, and by word where changes of one paragraph are clearly apart.

    A paragraph that one side moved and the other changed is changed in its new place. Where something is not certain,
    it is a conflict; if the budget is spent, the whole text is.
    """
    texts = base, ours, theirs
    try:
        return Merge([three_way(*texts)] if three_way(*texts) else [])
    except Conflicting:
        pass
    budget = Budget()
    if sum(map(len, texts)) <= MAX_MERGED_CHARACTERS:
        blocks = [read(text).blocks for text in texts]
        parts = merge_units(*map(units_of, blocks), budget)
        units = [part for part in parts if isinstance(part, Unit)]
        merged = Merge(list(filter(None, markdown_parts(parts))))
        if not budget.is_spent and notes_are_whole(blocks[0], blocks_of(units)) and adds_up(texts, merged):
            return merged
    return Merge([Conflict(*texts)])


def markdown_parts(parts: list[Unit | Clash]) -> Iterator[str | Conflict]:
    for kind, group in groupby(parts, key=type):
        if kind is Clash:
            yield from (Conflict(*map(markdown, (clash.base, clash.ours, clash.theirs))) for clash in group)
        else:
            yield markdown(list(group))


def markdown(units: list[Unit]) -> str:
    return write(Body(blocks_of(units)))


def notes_are_whole(base: list[Block], merged: list[Block]) -> bool:
    """Returns whether no footnote of the base has two texts, as after one side changed it and the other cited it."""
    labels = {label for label, _ in notes_in(base)}
    texts: dict[str, set[str]] = defaultdict(set)
    for label, text in notes_in(merged):
        texts[label].add(text)
    return all(len(texts[label]) <= 1 for label in labels)


def adds_up(texts: tuple[str, str, str], merge: Merge) -> bool:
    """Checks that words are neither lost nor doubled, by those words that no text has twice.

    Such a word is in the result if both sides have it, or if the side that differs from the base has it. This finds
    what the merge cannot see, such as a sentence that one side moved to another paragraph and the other removed.
    """
    counts = [Counter(LETTERS.findall(text)) for text in texts]
    for side, name in zip(counts, ("base", "ours", "theirs"), strict=True):
        parts = (getattr(part, name) if isinstance(part, Conflict) else part for part in merge.parts)
        result = Counter(LETTERS.findall("\n".join(parts)))
        for word in set().union(*counts, result):
            base, ours, theirs = (count[word] for count in counts)
            if max(base, ours, theirs) > 1 or (base, ours, theirs) == (0, 1, 1):
                continue
            if result[word] not in (three_way(base, ours, theirs), side[word]):
                return False
    return True


def merge_values(base: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    """Merges metadata field by field. A field that both sides changed in different ways is a Conflict."""

    def merged(*values: Any) -> Any:
        try:
            return three_way(*values)
        except Conflicting:
            return Conflict(*values)

    names = dict.fromkeys([*base, *ours, *theirs])
    return {name: merged(*(fields.get(name) for fields in (base, ours, theirs))) for name in names}
