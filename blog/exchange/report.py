"""The report of an import: counts, and findings by construct, file and line."""

from collections import Counter, defaultdict
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError

from blog.exchange.imported_post import ImportFinding, Unreadable

IMPORT_OUTCOMES = ("new", "changed", "unchanged", "edited", "failed")


@dataclass(slots=True)
class ImportReport:
    source: str
    folder: str
    is_dry_run: bool
    posts: Counter[str] = field(default_factory=Counter)
    files: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    images: Counter[str] = field(default_factory=Counter)
    redirects: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    not_read: Counter[str] = field(default_factory=Counter)
    findings: list[ImportFinding] = field(default_factory=list)

    @contextmanager
    def catching(self, source_id: str) -> Generator[None]:
        """Turns an error in one file into a finding, so that the import continues."""
        try:
            yield
        except Unreadable as reason:
            self.fail(source_id, reason.construct, reason.detail, line=reason.line)
        except ValidationError as error:
            self.fail(source_id, "refused", " ".join(error.messages))
        except (DatabaseError, OSError) as error:
            self.fail(source_id, "not written", f"{type(error).__name__}: {str(error)[:200]}")
        except Exception as error:  # noqa: BLE001 - whatever it is, it concerns this file only
            self.fail(source_id, "error", f"{type(error).__name__}: {str(error)[:200]}")

    def fail(self, source_id: str, construct: str, detail: str, *, line: int = 1) -> None:
        self.posts["failed"] += 1
        self.findings.append(ImportFinding(source_id, line, construct, " ".join(detail.split())))

    def losses(self) -> dict[str, dict[str, int]]:
        """The number of findings for each construct, and of their words in `markdown` blocks."""
        rows: dict[str, dict[str, int]] = defaultdict(lambda: {"count": 0, "words": 0})
        for finding in self.findings:
            rows[finding.construct]["count"] += 1
            rows[finding.construct]["words"] += finding.words
        return dict(sorted(rows.items(), key=lambda row: (-row[1]["words"], -row[1]["count"], row[0])))

    @property
    def share(self) -> float:
        """The share of words in `markdown` blocks, from 0 to 1."""
        return self.words["markdown"] / self.words["all"] if self.words["all"] else 0.0

    def as_json(self) -> dict[str, Any]:
        findings = sorted(self.findings, key=lambda finding: (finding.file, finding.line, finding.construct))
        return {
            "source": self.source,
            "folder": self.folder,
            "dry_run": self.is_dry_run,
            "posts": {outcome: self.posts[outcome] for outcome in IMPORT_OUTCOMES},
            "files": dict(self.files),
            "words": {"all": self.words["all"], "markdown": self.words["markdown"], "share": round(self.share, 6)},
            "losses": self.losses(),
            "images": dict(self.images),
            "redirects": dict(self.redirects),
            "not_read": dict(self.not_read.most_common()),
            "keys_left_out": dict(self.left_out.most_common()),
            "findings": [asdict(finding) for finding in findings],
        }

    def lines(self) -> Iterator[str]:
        would = "would be " if self.is_dry_run else ""
        yield (
            f"Posts: {self.posts['new']} {would}new, {self.posts['changed']} {would}changed, "
            f"{self.posts['unchanged']} unchanged, {self.posts['edited']} edited here and not changed, "
            f"{self.posts['failed']} failed."
        )
        yield (
            f"Words: {self.words['all']:,}, of which {self.words['markdown']:,} ({self.share:.2%}) "
            "stay Markdown because no block fits."
        )
        yield f"Pictures: {_counted(self.images)}. Redirects: {_counted(self.redirects)}."
        if self.files["section"]:
            yield f"Section files (_index.md), not imported: {self.files['section']}."
        if self.not_read:
            yield f"Not read, although they look like posts. Convert them to Markdown: {_counted(self.not_read)}."
        if self.left_out:
            keys = ", ".join(f"{key} ({count})" for key, count in self.left_out.most_common(12))
            yield f"Front matter that was not imported: {keys}."
        losses = self.losses()
        if losses:
            yield "Changed or left out, by construct (places, words left as Markdown):"
        for construct, row in losses.items():
            yield f"  {construct:<20} {row['count']:>6} {row['words']:>8,}"


def _counted(counter: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counter.most_common()) or "none"
