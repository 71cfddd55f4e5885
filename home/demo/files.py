"""Reads the texts and media of the demo from this folder."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

DEMO_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Text:
    """A Markdown file: its front matter between the first two ``---`` lines, and the rest."""

    slug: str
    about: dict[str, object]
    markdown: str


def demo_texts(kind: str) -> list[Text]:
    """Returns the texts in the folder "posts" or "pages", sorted by file name."""
    return [read_text(path) for path in sorted((DEMO_FOLDER / kind).glob("*.md"))]


def read_text(path: Path) -> Text:
    _, front, markdown = path.read_text(encoding="utf-8").split("---\n", 2)
    return Text(slug=path.stem, about=yaml.safe_load(front), markdown=markdown)


def read_media(name: str) -> bytes:
    """Returns the content of an image, audio, video or captions file."""
    return (DEMO_FOLDER / "media" / name).read_bytes()


def read_catalogue() -> dict[str, list[dict[str, str]]]:
    """Returns the authors, topics and series of the demo."""
    return tomllib.loads((DEMO_FOLDER / "catalogue.toml").read_text(encoding="utf-8"))


def read_changes() -> dict[str, Any]:
    """Returns the slug of a post, its changes after the first version, and suggestions of readers."""
    return tomllib.loads((DEMO_FOLDER / "changes.toml").read_text(encoding="utf-8"))


def without_changes(text: Text, changes: Sequence[dict[str, str]]) -> Text:
    """The text as it was before these changes, which are the newest ones, in order."""
    markdown = text.markdown
    for change in reversed(changes):
        if change["after"] not in markdown:
            raise ValueError(f"{text.slug} does not contain {change['after']!r}")
        markdown = markdown.replace(change["after"], change["before"])
    return replace(text, markdown=markdown)


def read_site_text() -> dict[str, str]:
    """Returns the tagline, introduction and footer of the demo."""
    return tomllib.loads((DEMO_FOLDER / "site.toml").read_text(encoding="utf-8"))
