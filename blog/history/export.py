"""A history as JSON, which docs/verify_history.py verifies without this code."""

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any
from uuid import UUID

from blog.history.hashes import format_timestamp, sha256_of
from blog.history.models import PublishedVersion


def history_as_json(page: UUID, versions: Iterable[PublishedVersion], **kwargs: Any) -> dict[str, Any]:
    """The whole history at once. The arguments are those of ``history_chunks``."""
    return json.loads("".join(history_chunks(page, versions, **kwargs)))


def history_chunks(
    page: UUID, versions: Iterable[PublishedVersion], *, is_shown: Any = bool, withheld: Collection[str] = ()
) -> Iterator[str]:
    """The file in parts, of which only one version is in memory.

    ``versions`` are all of the page, in order. Of those for which ``is_shown`` is false only the hash is given. Of the
    members of a record that are ``withheld`` only the commitment is given, as if they were redacted.
    """
    yield f'{{"page": {json.dumps(str(page))}, "versions": ['
    for place, version in enumerate(versions):
        row = version_as_json(version, withheld=withheld) if is_shown(version) else hidden(version)
        yield f"{',' if place else ''}\n{json.dumps(row, ensure_ascii=False)}"
    yield "\n]}\n"


def version_as_json(version: PublishedVersion, *, withheld: Collection[str] = ()) -> dict[str, Any]:
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
    record, nonces, redacted = {**version.record}, {**version.nonces}, {**(version.redacted or {})}
    for member in withheld:
        if member in record:
            name, value = f"record/{member}", record[member]
            record[member] = None
            if nonce := nonces.pop(name, None):
                redacted[name] = sha256_of([name, nonce, value])
    return {**row, "record": record, "commitment": version.commitment, "nonces": nonces, "redacted": redacted}


def hidden(version: PublishedVersion) -> dict[str, Any]:
    return {"number": version.number, "hash": version.hash, "hidden": True}
