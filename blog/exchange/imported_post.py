"""The result of reading a source file."""

from dataclasses import dataclass, field
from datetime import datetime


class Unreadable(Exception):  # noqa: N818 - the name is what happened
    """A file cannot be imported. `construct` is the kind of reason, `line` counts from 1."""

    def __init__(self, construct: str, detail: str, line: int = 1) -> None:
        super().__init__(detail)
        self.construct = construct
        self.detail = detail
        self.line = line


@dataclass(frozen=True, slots=True)
class ImportFinding:
    """Something that was changed or lost. `words` counts its words in a `markdown` block."""

    file: str
    line: int
    construct: str
    detail: str
    words: int = 0


@dataclass(frozen=True, slots=True)
class Cover:
    address: str
    alt: str = ""
    line: int = 1


@dataclass(slots=True)
class ImportedPost:
    """A post as its source has it. `source_id` is its path in the folder; `date` has a time zone,
    and `date_as_written` is the same in whichever zone the blog is.

    `text` is Markdown and begins on line `first_line` of the file. `old_addresses` are paths from the root of the
    old site, the one that readers saw first. `authors` have an address of their own, or "". With
    `redirect_to` it is no post: its old addresses lead there.
    """

    source_id: str
    digest: str
    title: str
    slug: str
    text: str
    first_line: int
    date: datetime | None = None
    date_as_written: datetime | None = None
    expires_at: datetime | None = None
    is_draft: bool = False
    summary: str = ""
    canonical_url: str = ""
    licence: str = ""
    redirect_to: str = ""
    authors: dict[str, str] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    topic: str = ""
    series: str = ""
    series_place: int | None = None
    cover: Cover | None = None
    old_addresses: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    findings: list[ImportFinding] = field(default_factory=list)

    def find(self, construct: str, detail: str, *, line: int = 1, words: int = 0) -> None:
        self.findings.append(ImportFinding(self.source_id, line, construct, detail, words))

    def hide(self, reason: str, *, line: int = 1) -> None:
        """Makes the post a draft, because the old site did not show it."""
        self.is_draft = True
        self.find("hidden", f"{reason}; the post is imported as a draft", line=line)

    def line_of(self, words: str) -> int:
        """The line of the file with the first occurrence of these words, or the first line of the text."""
        before, found, _ = self.text.partition(words)
        return self.first_line + (before.count("\n") if found else 0)
