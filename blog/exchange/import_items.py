"""The options of an import, and its items."""

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from blog.exchange.bodies import ReadBody
from blog.exchange.imported_post import ImportedPost
from blog.exchange.models import ImportedSource
from blog.exchange.pictures import SourcePicture
from blog.exchange.report import ImportReport
from blog.exchange.writer import source_hash
from blog.fetching.ssrf_guard import Fetcher

type Progress = Callable[[Iterable[Any], str], Iterable[Any]]


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """The options of the command. `folder` and `images` exist."""

    folder: Path
    source_name: str
    images: Path | None = None
    permalink: str = ""
    licence: str = ""
    base_url: str = ""
    fetcher: Fetcher | None = None
    is_dry_run: bool = False


@dataclass(slots=True)
class ImportItem:
    """A post during an import: what was read, and its state on this site."""

    post: ImportedPost
    found: ReadBody
    cover: SourcePicture | None
    parts: dict[str, Any]
    source: ImportedSource | None
    outcome: str = "new"
    slug: str = ""

    def digest(self, pages: Container[str], *, date: datetime | None = None) -> str:
        """The hash of everything that the post depends on. A link counts once its target exists.

        With `date`, as it was made when it held the date in the blog's time zone.
        """
        links = {address: target for address, target in self.found.links.items() if target in pages}
        older = {"date": date.isoformat()} if date else {}
        return source_hash({**self.parts, **older, "links": links})

    def sum_up(self, report: ImportReport) -> None:
        """Adds the results of the post to the report."""
        post, found = self.post, self.found
        for address, reason in found.lost.items():
            report.images[reason.outcome] += 1
            post.find("image", f"{address} {reason}", line=post.line_of(address))
        report.images["in"] += len(found.pictures.keys() - found.lost.keys())
        if linked := found.linked - found.lost.keys():
            report.images["of them shown as a link"] += len(linked)
        if self.cover:
            report.images["cover refused" if self.cover.address in found.lost else "cover in"] += 1
        if self.outcome != "failed":
            report.posts[self.outcome] += 1
        report.words["all"] += found.words
        report.words["markdown"] += found.raw_words
        report.left_out.update(post.left_out)
        report.findings.extend(post.findings)

    @property
    def order(self) -> tuple[float, str]:
        return (self.post.date.timestamp() if self.post.date else float("inf"), self.post.source_id)
