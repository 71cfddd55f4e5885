"""Makes a set of queries and judgments of a folder of posts that link to each other, as inside-rust's do.

The words of a link from one post to another are a query, and the post linked to is the right answer:

    python -m bench.search.rust_links ../shared/data/inside-rust /tmp/inside-rust
"""

import json
import re
import sys
from collections import defaultdict
from pathlib import Path

PATH = re.compile(r'^path = "(?:inside-rust/)?(.+?)"$', re.MULTILINE)
TITLE = re.compile(r'^title = "(.+)"$', re.MULTILINE)
LINK = re.compile(r"\[([^\]\[]+)\](?:\(([^)\s]+)\)|\[([^\]]*)\])")
TARGET = re.compile(r"^\[([^\]]+)\]:\s*(\S+)", re.MULTILINE)
OWN = re.compile(r"(?:blog\.rust-lang\.org)?/inside-rust/(\d{4}/\d\d/\d\d/[^/#?]+?)(?:\.html)?/?(?:[#?].*)?$")
MARKUP = re.compile(r"^\+\+\+$.*?^\+\+\+$|[`*_]|^\[[^\]]+\]:\s*\S+.*$|\]\([^)]*\)", re.MULTILINE | re.DOTALL)
# Link texts that name nothing.
EMPTY = re.compile(
    r"^(here|this|this post|(the|our|a)?\s*(previous|last|blog|earlier)?\s*(blog )?post|link|\d+|\W+)$", re.IGNORECASE
)


def main(folder: Path, target: Path) -> None:
    posts = {}
    for file in sorted(folder.glob("*.md")):
        source = file.read_text()
        path, title = PATH.search(source), TITLE.search(source)
        if path and title:
            posts[path[1]] = (title[1], source)
    judged = judgments(posts)
    target.mkdir(parents=True, exist_ok=True)
    write(
        target / "docs.jsonl",
        ({"id": key, "title": title, "text": plain(text)} for key, (title, text) in posts.items()),
    )
    numbered = {text: f"q{number}" for number, text in enumerate(sorted(judged), start=1)}
    write(target / "queries.jsonl", ({"id": key, "text": text} for text, key in numbered.items()))
    lines = [f"{numbered[text]}\t{key}\t1" for text in sorted(judged) for key in sorted(judged[text])]
    (target / "qrels.tsv").write_text("\n".join(["query-id\tcorpus-id\tscore", *lines]) + "\n")
    print(f"{len(posts)} posts, {len(numbered)} queries, {len(lines)} judgments in {target}")


def judgments(posts: dict[str, tuple[str, str]]) -> dict[str, set[str]]:
    judged = defaultdict(set)
    for key, (_title, source) in posts.items():
        targets = dict(TARGET.findall(source))
        for text, address, name in LINK.findall(source):
            found = OWN.search(address or targets.get(name or text, ""))
            words = " ".join(plain(text).split())
            if found and found[1] in posts and found[1] != key and not EMPTY.match(words):
                judged[words].add(found[1])
    # What names three posts or more names none.
    return {text: found for text, found in judged.items() if len(found) <= 2}


def plain(text: str) -> str:
    return " ".join(MARKUP.sub(" ", text).replace("[", " ").split())


def write(file: Path, rows: object) -> None:
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
