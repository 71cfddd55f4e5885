"""A history as JSON, which docs/verify_history.py verifies without this code."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from blog.history.hashes import format_timestamp
from blog.history.models import PublishedVersion


def history_as_json(page: UUID, versions: Iterable[PublishedVersion], *, is_shown: Any = bool) -> dict[str, Any]:
    """``versions`` are all of the page, in order. Of those for which ``is_shown`` is false only the hash is given."""
    return {
        "page": str(page),
        "versions": [version_as_json(version) if is_shown(version) else hidden(version) for version in versions],
    }


def version_as_json(version: PublishedVersion) -> dict[str, Any]:
    row = {
        "number": version.number,
        "format": version.format or 1,
        "published_at": format_timestamp(version.published_at),
        "recorded_at": format_timestamp(version.recorded_at),
        "previous": version.previous_hash,
        "hash": version.hash,
        "redacted_at": format_timestamp(version.redacted_at) if version.redacted_at else None,
        "text": version.text,
        "shown": version.shown,
        "files": version.files,
    }
    if version.format is None:
        return {**row, "content": version.content_hash}
    sealed = {"commitment": version.commitment, "nonces": version.nonces, "redacted": version.redacted or {}}
    return {**row, "record": version.record, **sealed}


def hidden(version: PublishedVersion) -> dict[str, Any]:
    return {"number": version.number, "hash": version.hash, "hidden": True}
