"""The demo's texts and media, as they are stored in this folder."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

import yaml

DEMO_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Text:
    """A Markdown file: what stands between its first two ``---`` lines, and the rest."""

    slug: str
    about: dict[str, object]
    markdown: str


def demo_texts(kind: str) -> list[Text]:
    """The texts of the folder "posts" or "pages", in the order of their file names."""
    return [read_text(path) for path in sorted((DEMO_FOLDER / kind).glob("*.md"))]


def read_text(path: Path) -> Text:
    _, front, markdown = path.read_text(encoding="utf-8").split("---\n", 2)
    return Text(slug=path.stem, about=yaml.safe_load(front), markdown=markdown)


def read_media(name: str) -> bytes:
    """The picture, sound, film or captions of this file name."""
    return (DEMO_FOLDER / "media" / name).read_bytes()


def read_catalogue() -> dict[str, list[dict[str, str]]]:
    """The demo's authors, topics and series."""
    return tomllib.loads((DEMO_FOLDER / "catalogue.toml").read_text(encoding="utf-8"))


def read_site_text() -> dict[str, str]:
    """The demo's tagline, introduction and footer."""
    return tomllib.loads((DEMO_FOLDER / "site.toml").read_text(encoding="utf-8"))
