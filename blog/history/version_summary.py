"""What readers are told about a version beside its content: change, size, authors and approval."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from wagtail import hooks

from blog.history.changes import ChangeKind
from blog.history.models import PublishedVersion
from blog.models import BlogSettings
from blog.taxonomy.declarations import Declaration

WORD = re.compile(r"\w[\w'’-]*")
CHANGE_MEMBERS = ("id", "kind", "note", "wrong", "right")


@dataclass(frozen=True)
class VersionSummary:
    version: PublishedVersion
    # Recorded at publication: kind, note and, of a correction, the wrong and the right claim.
    change: dict[str, str]
    authors: list[str]
    approved_at: datetime | None
    approved_by: list[str]
    added: int
    removed: int
    # Readers whose edits the version contains, and who want to be named.
    readers: list[str]
    # How the text was made, in words; "" if nothing was declared or readers are not told.
    declaration: str


def summarize(version: PublishedVersion, settings: BlogSettings, names: Mapping[str, str]) -> VersionSummary:
    """What the site's settings let readers know. ``names`` are those of the authors, by the keys in the version."""
    review = recorded(version, "review") if settings.shows_reviews else {}
    added, removed = count_changed_words(getattr(version, "older_text", None), version.text)
    return VersionSummary(
        version=version,
        change=recorded_change(version),
        authors=[names[key] for key in version.shown.get("authors", []) if key in names],
        approved_at=parse_datetime(review["at"]) if review.get("at") else None,
        approved_by=review.get("roles") or [],
        added=added,
        removed=removed,
        declaration=declaration_label(version) if settings.shows_reviews else "",
        readers=[names[key] for key in recorded_credits(version) if key in names],
    )


def declaration_label(version: PublishedVersion) -> str:
    declared = version.declaration
    return str(Declaration(declared).label) if declared in Declaration else ""


def recorded_credits(version: PublishedVersion) -> list[str]:
    return (version.record or {}).get("credits") or []


def credited_names(keys: Iterable[str]) -> dict[str, str]:
    """The names of readers by key, from the hook ``names_of_credits``."""
    wanted = list(keys)
    found = (names(wanted) for names in hooks.get_hooks("names_of_credits")) if wanted else ()
    return {key: name for names in found for key, name in names.items()}


def recorded(version: PublishedVersion, name: str) -> dict[str, Any]:
    """A member of the record; nothing if it was redacted, or in a version of the first format."""
    value = (version.record or {}).get(name)
    return value if isinstance(value, dict) else {}


def recorded_change(version: PublishedVersion) -> dict[str, str]:
    """What the record says about the change; nothing if it says nothing. A script may have left out members."""
    found = recorded(version, "change")
    words = {name: value if isinstance(value := found.get(name), str) else "" for name in CHANGE_MEMBERS}
    kind = words["kind"] if words["kind"] in ChangeKind else ""
    return {**words, "kind": kind} if found else {}


def count_changed_words(old: str | None, new: str) -> tuple[int, int]:
    """How many words were added and removed, wherever they stand. Nothing is compared with a first version."""
    if old is None:
        return 0, 0
    before, after = Counter(WORD.findall(old)), Counter(WORD.findall(new))
    return (after - before).total(), (before - after).total()
