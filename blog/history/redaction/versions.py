"""Removes single values from a version of the second format. Its chain stays verifiable and confirms no guess."""

from typing import Any

from django.utils import timezone

from blog.history.hashes import PASSAGE_SEPARATOR, leaf_commitments, leaves, passages
from blog.history.models import PublishedVersion, SignificantChange
from blog.public_index.last_change import note_change

# The hash of the approved content would confirm a guess of what was removed.
REVIEW = "record/review"
# Without them a version is not told to readers as a correction or as new information.
AUDIENCE_AND_CHANGE = {"record/audience", "record/change"}


def redact(version: PublishedVersion, replacements: dict[str, Any], *, reason: str) -> None:
    """Replaces leaves by name, and removes their nonces. Raises ValueError if a leaf cannot be replaced so.

    A redacted leaf can be redacted again. The commitments that remain are of the values as they were published.
    """
    commitments, values = leaf_commitments(version), leaves(version)
    if unknown := replacements.keys() - commitments.keys():
        message = f"no such leaf: {', '.join(sorted(unknown))}"
        raise ValueError(message)
    if values.get(REVIEW) and REVIEW not in replacements:
        replacements = {**replacements, REVIEW: {**values[REVIEW], "approved": None}}
    version.redacted = {**(version.redacted or {}), **{name: commitments[name] for name in replacements}}
    version.nonces = {name: nonce for name, nonce in version.nonces.items() if name not in replacements}
    _put_values(version, {**values, **replacements})
    version.content_hash = ""
    version.redacted_at, version.redaction_reason = timezone.now(), reason
    version.save()
    if AUDIENCE_AND_CHANGE & replacements.keys():
        SignificantChange.objects.filter(version=version).delete()
    note_change()


def _put_values(version: PublishedVersion, values: dict[str, Any]) -> None:
    groups: dict[str, dict[str, Any]] = {"text": {}, "shown": {}, "around": {}, "files": {}, "record": {}}
    for name, value in values.items():
        group, _slash, key = name.partition("/")
        groups[group][key] = value
    parts = list(groups["text"].values())
    version.text = PASSAGE_SEPARATOR.join(parts)
    if passages(version.text) != parts:
        message = "a replaced passage may not add or remove a blank line"
        raise ValueError(message)
    version.shown = {**groups["shown"], "around": groups["around"]}
    version.files, version.record = groups["files"], groups["record"]
