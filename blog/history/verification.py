"""Verifies the chains of versions. docs/history.md describes the rules, and what they prove."""

from collections.abc import Iterator
from itertools import groupby, pairwise

from blog.history.hashes import commitment, content_hash, leaves, version_hash
from blog.history.models import FORMAT, PublishedVersion


def broken_chains() -> Iterator[str]:
    versions = PublishedVersion.objects.order_by("post_uuid", "number").iterator(chunk_size=100)
    for page, chain in groupby(versions, key=lambda version: version.post_uuid):
        start = PublishedVersion(number=0)
        for before, version in pairwise([start, *chain]):
            if broken := _broken(before, version):
                yield f"Version {version.number} of page {page} {broken}. Restore the database from a backup."


def _broken(before: PublishedVersion, version: PublishedVersion) -> str:
    if version.number != int(before.number) + 1:
        return f"follows version {before.number}: what was between them is missing"
    if version.previous_hash != before.hash:
        return "does not follow the version before it, which was changed after it was recorded"
    if version.format not in (before.format, FORMAT):
        return f"has the format {version.format or 1}, which cannot follow here"
    if version.hash != version_hash(version):
        return "was changed after it was recorded: its number, times or hash"
    if not _has_recorded_content(version):
        return "was changed after it was recorded: its text or what is shown around it"
    return ""


def _has_recorded_content(version: PublishedVersion) -> bool:
    content = {"text": version.text, "shown": version.shown, "files": version.files}
    if version.format is None:
        is_empty = content == {"text": "", "shown": {}, "files": {}}
        return is_empty if version.redacted_at else version.content_hash == content_hash(**content)
    redacted = version.redacted or {}
    if leaves(version).keys() != version.nonces.keys() | redacted.keys() or version.nonces.keys() & redacted.keys():
        return False
    is_whole = bool(redacted) or version.content_hash == content_hash(**content)
    return is_whole and version.commitment == commitment(version)
