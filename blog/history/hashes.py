"""The hashes of versions. docs/history.md describes them, so that others can verify a history.

Each hash is the SHA-256, in lower-case hexadecimal digits, of a JSON value written as RFC 8785 says: UTF-8, members
sorted by name, no space between tokens, nothing escaped that need not be. The values contain texts, whole numbers,
lists and objects only, and names of members are ASCII, so that Python's own writer gives that form.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from blog.history.models import PublishedVersion


# The length of a SHA-256 in hexadecimal digits.
SHA256_HEX_LENGTH = 64
NONCE_BYTES = 16
# The last passage of a longer text holds the rest.
MAX_PASSAGES = 1_000
PASSAGE_SEPARATOR = "\n\n"


def canonical_json(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def sha256_of(value: Any) -> str:
    return hashlib.sha256(canonical_json(value)).hexdigest()


def content_hash(*, text: str, shown: dict[str, Any], files: dict[str, str]) -> str:
    return sha256_of({"files": files, "shown": shown, "text": text})


def version_hash(version: "PublishedVersion") -> str:
    moments = {
        "published_at": format_timestamp(version.published_at),
        "recorded_at": format_timestamp(version.recorded_at),
    }
    chained = {"number": version.number, "previous": version.previous_hash, **moments}
    if version.format is None:
        return sha256_of({"content": version.content_hash, "post": str(version.post_uuid), **chained})
    page = {"page": str(version.post_uuid), "commitment": version.commitment, "format": version.format}
    return sha256_of({**page, **chained})


def passages(text: str) -> list[str]:
    """The parts of a text between blank lines, which ``PASSAGE_SEPARATOR`` joins again."""
    return text.split(PASSAGE_SEPARATOR, MAX_PASSAGES - 1)


def leaves(version: "PublishedVersion") -> dict[str, Any]:
    """Every value of a version that can be redacted alone, by name."""
    around = version.shown.get("around", {})
    return {
        **{f"text/{place}": passage for place, passage in enumerate(passages(version.text))},
        **{f"shown/{name}": value for name, value in version.shown.items() if name != "around"},
        **{f"around/{name}": value for name, value in around.items()},
        **{f"files/{key}": digest for key, digest in version.files.items()},
        **{f"record/{name}": value for name, value in version.record.items()},
    }


def new_nonces(names: Iterable[str]) -> dict[str, str]:
    return {name: secrets.token_hex(NONCE_BYTES) for name in names}


def leaf_commitments(version: "PublishedVersion") -> dict[str, str]:
    """The commitment of every leaf: computed from its value and nonce, or the recorded one if it was redacted."""
    values = leaves(version)
    known = {name: sha256_of([name, nonce, values.get(name)]) for name, nonce in version.nonces.items()}
    return {**known, **(version.redacted or {})}


def commitment(version: "PublishedVersion") -> str:
    return sha256_of(leaf_commitments(version))


def format_timestamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
