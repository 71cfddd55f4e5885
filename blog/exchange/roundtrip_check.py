"""Checks that foreign Markdown is stable when it is read, written and read again, without a database."""

from collections import Counter
from dataclasses import dataclass, field
from difflib import ndiff
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from blog.exchange.files import SourceFile
from blog.exchange.fingerprint import count_words
from blog.exchange.imported_post import Unreadable
from blog.exchange.markdown_folder import ReadOptions, read_post
from blog.markdown.body import TextTooLong
from blog.markdown.read import read
from blog.markdown.write import write

UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class RoundtripResult:
    """`difference` is the first line that differs between both writings, or an error; "" if stable."""

    file: str
    is_stable: bool
    difference: str = ""
    words: int = 0
    raw_words: int = 0
    constructs: Counter[str] = field(default_factory=Counter)

    def as_json(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "stable": self.is_stable,
            "difference": self.difference,
            "words": self.words,
            "words in markdown blocks": self.raw_words,
            "constructs": dict(self.constructs),
        }


def check_roundtrip(file: SourceFile, folder: Path) -> RoundtripResult:
    """Reads the file like an import, and compares its canonical text with that of a second round."""
    try:
        post = read_post(file, folder, ReadOptions(UTC, ""))
        body = read(post.text)
        written = write(body)
        again = read(written)
        rewritten = write(again)
    except Unreadable as reason:
        return RoundtripResult(file.source_id, is_stable=False, difference=f"cannot be read: {reason}")
    except TextTooLong as error:
        return RoundtripResult(file.source_id, is_stable=False, difference=str(error))
    words, raw = count_words(body.blocks)
    constructs: Counter[str] = Counter()
    for note in body.notes:
        if note.words:
            constructs[note.construct] += note.words
    difference = first_difference(written, rewritten)
    if not difference and again.blocks != body.blocks:
        difference = "the text is the same, the blocks are not"
    return RoundtripResult(file.source_id, not difference, difference, words, raw, constructs)


def first_difference(before: str, after: str) -> str:
    if before == after:
        return ""
    return next((line.rstrip() for line in ndiff(before.splitlines(), after.splitlines()) if line[0] in "-+"), "ends")
