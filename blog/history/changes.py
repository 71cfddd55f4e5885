"""What a version says about its change: its kind, a note, and a correction. Proposes a kind from the diff."""

import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from itertools import groupby

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.history.diff import Diff
from blog.history.diff.lines import Line
from blog.history.diff.parts import Detail, Part
from blog.history.diff.tables import TableDiff
from blog.history.diff.words import Stretch
from blog.markdown.runs import plain_text

MAX_NOTE_LENGTH = 500
# Words with a smaller share of equal letters are other words.
MIN_TYPO_RATIO = 0.6
MAX_TYPO_LENGTH = 60
# A word as short as "the" may be missing or doubled.
MAX_SMALL_WORD = 4
MIN_ADDED_WORDS = 6
# What changes the sense with few letters: numbers and negation.
SENSE = re.compile(r"\d+|n['’]t\b|\bno(?:t|n)?\b", re.IGNORECASE)
WORDS = frozenset(("deleted", "inserted"))
LINK_FIELDS = frozenset(("link", "source_url", "url"))


class ChangeKind(models.TextChoices):
    """From the least that readers would want to know to the most."""

    FORMATTING = "formatting", _("Formatting")
    LINK = "link", _("Link")
    TYPO = "typo", _("Typo")
    WORDING = "wording", _("Wording")
    ADDITION = "addition", _("Addition")
    INFORMATION = "information", _("New information")
    CORRECTION = "correction", _("Correction of a fact")


class ChangeForm(forms.Form):
    """``described`` is what a version records; it has an id, so that two equal descriptions differ."""

    prefix = "change"
    is_fixed = False

    kind = forms.ChoiceField(choices=ChangeKind, label=_("Kind of change"))
    wrong = forms.CharField(max_length=MAX_NOTE_LENGTH, required=False, label=_("What was wrong"))
    right = forms.CharField(max_length=MAX_NOTE_LENGTH, required=False, label=_("What is right"))
    note = forms.CharField(max_length=MAX_NOTE_LENGTH, required=False, label=_("Why it changed (for readers)"))

    def clean(self) -> None:
        if self.cleaned_data.get("kind") == ChangeKind.CORRECTION:
            for name in ("wrong", "right"):
                if not self.cleaned_data.get(name):
                    self.add_error(name, _("Readers need this to understand the correction."))

    @classmethod
    def is_sent(cls, data: Mapping[str, str]) -> bool:
        return f"{cls.prefix}-kind" in data

    @property
    def described(self) -> dict[str, str]:
        given = self.cleaned_data
        is_correction = given["kind"] == ChangeKind.CORRECTION
        claims = {name: given[name] if is_correction else "" for name in ("wrong", "right")}
        return self.described_by(kind=given["kind"], note=given["note"], **claims)

    @staticmethod
    def described_by(**fields: str) -> dict[str, str]:
        return {"id": str(uuid.uuid4()), **fields}


def propose_kind(diff: Diff) -> ChangeKind | None:
    """The weightiest kind among the changes; None if readers see no difference.

    It never proposes new information or a correction, which only a person knows.
    """
    order = list(ChangeKind)
    return max(kinds_in(diff), key=order.index, default=None)


def kinds_in(diff: Diff) -> Iterator[ChangeKind]:
    for fact in diff.facts:
        yield from kinds_of_words(fact.stretches) if fact.stretches else [ChangeKind.FORMATTING]
    for part in diff.changes:
        yield from kinds_of_part(part)
    if diff.files:
        yield ChangeKind.WORDING


def kinds_of_part(part: Part) -> Iterator[ChangeKind]:
    if part.change == "added":
        yield ChangeKind.ADDITION
    elif part.change == "removed":
        yield ChangeKind.WORDING
    else:
        if part.move:
            yield ChangeKind.FORMATTING
        yield from kinds_of_detail(part.detail)


def kinds_of_detail(detail: Detail) -> Iterator[ChangeKind]:
    if detail.has_other_tag:
        yield ChangeKind.FORMATTING
    yield from kinds_of_words(detail.stretches)
    yield from kinds_of_lines(detail.lines)
    for field in detail.changed_fields:
        other = ChangeKind.LINK if field.name in LINK_FIELDS else ChangeKind.FORMATTING
        yield from kinds_of_words(field.stretches) if field.stretches else [other]
    for part in detail.parts:
        yield from kinds_of_part(part) if part.change != "same" else ()
    if detail.table and not detail.table.is_empty:
        yield from kinds_of_table(detail.table)


def kinds_of_table(table: TableDiff) -> Iterator[ChangeKind]:
    if any(table.kinds):
        yield ChangeKind.FORMATTING
    for row in (table.heading, *table.rows):
        if row.change == "added":
            yield ChangeKind.ADDITION
        elif row.change == "removed":
            yield ChangeKind.WORDING
        elif row.change == "moved":
            yield ChangeKind.FORMATTING
        for cell in row.cells if row.change == "changed" else ():
            yield from kinds_of_words(cell.stretches)


def kinds_of_lines(lines: Iterable[Line]) -> Iterator[ChangeKind]:
    for is_changed, group in groupby(lines, key=lambda line: line.kind != "same"):
        if not is_changed:
            continue
        hunk = list(group)
        kinds = {line.kind for line in hunk}
        stretches = [stretch for line in hunk for stretch in line.stretches if stretch.kind != "same"]
        if kinds == {"added"}:
            yield ChangeKind.ADDITION
        elif kinds == {"removed"} or not stretches:
            yield ChangeKind.WORDING
        else:
            yield kind_of_replacement(stretches)


def kinds_of_words(stretches: Iterable[Stretch]) -> Iterator[ChangeKind]:
    for kind, group in groupby(stretches, key=lambda stretch: "words" if stretch.kind in WORDS else stretch.kind):
        if kind == "words":
            yield kind_of_replacement(list(group))
        elif kind == "restyled":
            yield from (kind_of_style(stretch) for stretch in group)


def kind_of_style(stretch: Stretch) -> ChangeKind:
    return ChangeKind.FORMATTING if stretch.old[0].link == stretch.new[0].link else ChangeKind.LINK


def kind_of_replacement(stretches: list[Stretch]) -> ChangeKind:
    """The kind of a change of words that stand together."""
    old = "".join(plain_text(stretch.old) for stretch in stretches).strip()
    new = "".join(plain_text(stretch.new) for stretch in stretches).strip()
    if not old and len(new.split()) >= MIN_ADDED_WORDS:
        return ChangeKind.ADDITION
    return ChangeKind.TYPO if is_typo(old, new) else ChangeKind.WORDING


def is_typo(old: str, new: str) -> bool:
    """Whether readers would take both for the same words. Another number or a "not" is no typo."""
    if max(len(old), len(new)) > MAX_TYPO_LENGTH or SENSE.findall(old) != SENSE.findall(new):
        return False
    if not old or not new:
        return len(old or new) <= MAX_SMALL_WORD
    return SequenceMatcher(None, old.casefold(), new.casefold(), autojunk=False).ratio() >= MIN_TYPO_RATIO
