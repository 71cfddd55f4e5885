"""What an import was asked for, and a post on its way through it."""

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from blog.exchange.bodies import ReadBody
from blog.exchange.imported import ImportedPost
from blog.exchange.models import ImportedSource
from blog.exchange.pictures import Picture
from blog.exchange.writer import source_hash
from blog.fetching import Fetcher

type Progress = Callable[[Iterable[Any], str], Iterable[Any]]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command was asked for. `folder` and `images` exist."""

    folder: Path
    source_name: str
    images: Path | None = None
    permalink: str = ""
    base_url: str = ""
    fetcher: Fetcher | None = None
    is_dry_run: bool = False


@dataclass(slots=True)
class Item:
    """A post on its way in: what was read, and what is known of it here."""

    post: ImportedPost
    found: ReadBody
    cover: Picture | None
    parts: dict[str, Any]
    source: ImportedSource | None
    outcome: str = "new"
    slug: str = ""

    def digest(self, pages: Container[str]) -> str:
        """The hash of all that the post depends on. A link counts once the post that it leads to is there."""
        links = {address: target for address, target in self.found.links.items() if target in pages}
        return source_hash({**self.parts, "links": links})

    @property
    def order(self) -> tuple[float, str]:
        return (self.post.date.timestamp() if self.post.date else float("inf"), self.post.source_id)
