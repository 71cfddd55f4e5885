"""Defines the hashes exactly, so that others can verify them.

Each hash is the SHA-256, in lower-case hexadecimal digits, of a JSON object written as RFC 8785 says: UTF-8, members
sorted by name, no space between tokens, nothing escaped that need not be. The objects hold texts, whole numbers, lists
and objects only, and their names are ASCII, so that Python's own writer gives that form.

- content hash: ``{"files": …, "shown": …, "text": …}`` as a version stores them.
- hash of a version: ``{"content": …, "number": …, "post": …, "previous": …, "published_at": …, "recorded_at": …}``.
  ``content`` is the content hash, ``post`` the UUID with its four hyphens, and ``previous`` the hash of the version
  before, or "" for the first: so the versions of a post are a chain. Moments are UTC, as
  ``2026-11-24T09:30:00.000000Z``. Neither the publisher nor a redaction is part of it: both may be changed later.
"""

import hashlib
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from blog.history.models import PublishedVersion


# The length of a SHA-256 in hexadecimal digits.
SHA256_HEX_LENGTH = 64


def canonical_json(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def sha256_of(value: Any) -> str:
    return hashlib.sha256(canonical_json(value)).hexdigest()


def content_hash(*, text: str, shown: dict[str, Any], files: dict[str, str]) -> str:
    return sha256_of({"files": files, "shown": shown, "text": text})


def version_hash(version: "PublishedVersion") -> str:
    return sha256_of(
        {
            "content": version.content_hash,
            "number": version.number,
            "post": str(version.post_uuid),
            "previous": version.previous_hash,
            "published_at": format_timestamp(version.published_at),
            "recorded_at": format_timestamp(version.recorded_at),
        }
    )


def format_timestamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
