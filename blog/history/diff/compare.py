from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from .budget import Budget
from .facts import Fact, compare_facts
from .parts import Part, compare_units
from .pieces import Reader


class Comparable(Protocol):
    """A Content of a draft, or a PublishedVersion."""

    text: str
    shown: dict[str, Any]
    files: dict[str, str]
    declaration: str | None


@dataclass(frozen=True)
class Diff:
    """``facts`` are the changes of metadata; ``parts`` are all parts of the text, in the order of the new content.

    ``files`` are the keys of pictures and documents whose file was replaced.
    """

    facts: list[Fact]
    parts: list[Part]
    files: list[str]

    @cached_property
    def changes(self) -> list[Part]:
        return [part for part in self.parts if part.change != "same"]

    @property
    def is_empty(self) -> bool:
        return not (self.facts or self.changes or self.files)


def compare(old: Comparable, new: Comparable) -> Diff:
    """Compares two contents of a post in bounded time."""
    budget = Budget()
    reader = Reader((old.text, new.text), budget)
    parts = compare_units(reader.units(old.text), reader.units(new.text), budget)
    replaced = [key for key, digest in new.files.items() if old.files.get(key, digest) != digest]
    facts = compare_facts(with_declaration(old), with_declaration(new), budget)
    return Diff(facts, parts, sorted(replaced))


def with_declaration(content: Comparable) -> dict[str, Any]:
    return {**content.shown, "declaration": content.declaration}
