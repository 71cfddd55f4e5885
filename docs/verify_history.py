#!/usr/bin/env python3
"""Verifies a downloaded history of a page: python3 verify_history.py history.json [heads.json]

It needs Python alone, and follows docs/history.md. It exits with 1 if the history was changed, and prints the hash of
the newest version: compare it with one that you noted before, or that somebody else has. With a heads.json of the site
that was downloaded before, it does so itself.
"""

import hashlib
import json
import sys
from pathlib import Path

MAX_PASSAGES = 1000


def canonical(value):
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def digest(value):
    return hashlib.sha256(canonical(value)).hexdigest()


def leaves(version):
    """Every value that can be redacted alone, by name."""
    found = {f"text/{place}": text for place, text in enumerate(version["text"].split("\n\n", MAX_PASSAGES - 1))}
    for name, value in version["shown"].items():
        if name != "around":
            found[f"shown/{name}"] = value
    groups = {"around": version["shown"].get("around", {}), "files": version["files"], "record": version["record"]}
    for group, values in groups.items():
        for name, value in values.items():
            found[f"{group}/{name}"] = value
    return found


def row_hash(page, version, previous):
    chained = {
        "number": version["number"],
        "previous": previous,
        "published_at": version["published_at"],
        "recorded_at": version["recorded_at"],
    }
    if version["format"] == 1:
        return digest({**chained, "content": version["content"], "post": page})
    return digest({**chained, "commitment": version["commitment"], "format": 2, "page": page})


def problem_of_content(version):
    if version["format"] == 1:
        content = {name: version[name] for name in ("files", "shown", "text")}
        is_empty = content == {"files": {}, "shown": {}, "text": ""}
        is_same = is_empty if version["redacted_at"] else digest(content) == version["content"]
        return "" if is_same else "its content is not what was published"
    values, nonces, redacted = leaves(version), version["nonces"], version["redacted"]
    if values.keys() != nonces.keys() | redacted.keys() or nonces.keys() & redacted.keys():
        return "it has values without a commitment, or commitments without a value"
    commitments = {name: digest([name, nonce, values[name]]) for name, nonce in nonces.items()}
    if digest({**commitments, **redacted}) != version["commitment"]:
        return "its content is not what was published"
    return ""


def approves_exactly_this(version):
    """Whether the recorded approval is of the content that the version shows; None without an approval."""
    review = version["record"].get("review") or {}
    if not review.get("approved"):
        return None
    own = {name: value for name, value in version["shown"].items() if name != "around"}
    own |= {"text": version["text"], "files": version["files"]}
    statements = {name: version["record"].get(name) for name in ("change", "declaration")}
    own |= {name: value for name, value in statements.items() if value}
    return digest(own) == review["approved"]


def problems(history):
    previous, number, newest_format = "", 0, 1
    for version in history["versions"]:
        name = f"Version {version['number']}"
        if version["number"] != number + 1:
            yield f"{name} follows version {number}: something between them is missing."
        number = version["number"]
        if version.get("hidden"):
            # Only its hash is public, which the next version names.
            previous = version["hash"]
            continue
        if version["previous"] != previous:
            yield f"{name} does not follow the version before it."
        if version["format"] not in (newest_format, 2):
            yield f"{name} has a format that cannot follow here."
        newest_format = version["format"]
        if version["hash"] != row_hash(history["page"], version, version["previous"]):
            yield f"{name} was changed: its number, times or hash."
        if problem := problem_of_content(version):
            yield f"{name} was changed: {problem}."
        if version["format"] == 2 and approves_exactly_this(version) is False:
            yield f"{name} names an approval of another content."
        previous = version["hash"]


def problems_with_head(history, noted):
    """What is not as in the heads of the site that were noted before."""
    for head in noted["heads"]:
        if head["page"] == history["page"] and head["hash"] not in {row["hash"] for row in history["versions"]}:
            yield f"Version {head['number']} is not the one whose hash was noted."


def main():
    history, *noted = (json.loads(Path(name).read_text(encoding="utf-8")) for name in sys.argv[1:3])
    found = [*problems(history), *(problem for heads in noted for problem in problems_with_head(history, heads))]
    for problem in found:
        print(problem)
    if found:
        return 1
    versions = history["versions"]
    hidden = sum(bool(version.get("hidden")) for version in versions)
    redacted = sum(len(version.get("redacted") or ()) for version in versions)
    print(f"{len(versions)} versions, {hidden} of them hidden, {redacted} values redacted: nothing was changed.")
    print(f"The hash of the newest is {versions[-1]['hash'] if versions else 'none'}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
