"""Compares the metadata of a post: title, summary, authors, topic, tags, dates, licence, cover."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .budget import Budget
from .parts import compare_text
from .words import Stretch

# In the order of the page.
TEXT_FACTS = ("title", "summary", "seo_title", "search_description")
VALUE_FACTS = (
    "slug",
    "topic",
    "series",
    "series_place",
    "published_on",
    "licence",
    "language",
    "canonical_url",
    "replaced_by",
    "declaration",
)
NAME_FACTS = ("authors", "tags")


@dataclass(frozen=True, slots=True)
class Fact:
    """One changed field. Text has ``stretches``; a list of names has the ``added`` and ``removed`` names."""

    name: str
    old: Any
    new: Any
    stretches: list[Stretch] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        if self.name == "cover":
            return "picture"
        return "words" if self.name in TEXT_FACTS else "names" if self.name in NAME_FACTS else "value"


def compare_facts(old: Mapping[str, Any], new: Mapping[str, Any], budget: Budget) -> list[Fact]:
    """Compares two ``Content.shown``. A renamed topic is a change, because readers see the name."""
    facts = [text_fact(name, old.get(name) or "", new.get(name) or "", budget) for name in TEXT_FACTS]
    facts += [Fact(name, value_of(old, name), value_of(new, name)) for name in VALUE_FACTS]
    facts += [names_fact(name, names_in(old, name), names_in(new, name)) for name in NAME_FACTS]
    facts.append(Fact("cover", cover_in(old), cover_in(new)))
    return [fact for fact in facts if fact.old != fact.new]


def text_fact(name: str, old: str, new: str, budget: Budget) -> Fact:
    return Fact(name, old, new, compare_text(old, new, budget) if old != new else [])


def names_fact(name: str, old: list[str], new: list[str]) -> Fact:
    """If no name was added or removed, only the order changed."""
    added, removed = [one for one in new if one not in old], [one for one in old if one not in new]
    return Fact(name, old, new, added=added, removed=removed)


def value_of(shown: Mapping[str, Any], name: str) -> Any:
    """Returns the value that readers see: names instead of slugs, and the effective licence."""
    around = shown.get("around") or {}
    if name in ("topic", "series", "licence"):
        return around.get(name) or shown.get(name) or None
    return shown.get(name) or None


def names_in(shown: Mapping[str, Any], name: str) -> list[str]:
    called = (shown.get("around") or {}).get(name) or {}
    return [called.get(slug, slug) for slug in shown.get(name) or []]


def cover_in(shown: Mapping[str, Any]) -> dict[str, str] | None:
    cover = shown.get("cover")
    return {**cover, "credit": (shown.get("around") or {}).get("cover_credit", "")} if cover else None
