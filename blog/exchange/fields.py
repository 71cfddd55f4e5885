"""The values of front matter, whatever shape a generator's users give them."""

import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from blog.exchange.frontmatter import FrontMatter
from blog.exchange.imported import Cover
from blog.markdown.body import Body
from blog.markdown.read import read
from blog.text import plain

TITLE = ("title",)
DATES = ("date", "pubDate", "publishDate", "publish_date", "published_at")
AUTHORS = ("authors", "author")
TAGS = ("tags", "tag", "categories", "category", "taxonomies")
SUMMARIES = ("summary", "description", "excerpt", "teaser")
DRAFTS = ("draft", "published")
ADDRESSES = ("path", "permalink", "url", "aliases", "redirect_from")
CANONICAL = ("canonical_url", "canonical")
COVERS = ("image", "cover")
COVER_ALTS = ("image_alt", "cover_alt", "imageAlt")
KNOWN = frozenset(
    (*TITLE, *DATES, *AUTHORS, *TAGS, *SUMMARIES, *DRAFTS, *ADDRESSES, *CANONICAL, *COVERS, *COVER_ALTS, "slug")
)

YES = frozenset({"true", "yes", "on", "1"})
NO = frozenset({"false", "no", "off", "0"})
NAME_WORDS = 3
GROUP = re.compile(r"\b(team|group|wg|project|council|committee|foundation|inc|ltd|gmbh)\b", re.IGNORECASE)
BETWEEN_NAMES = re.compile(r"\s*,\s+and\s+|\s+and\s+|\s+&\s+|\s*[,;]\s*")
LONGEST_SUMMARY = 300


def text_of(value: object) -> str:
    """One line of text, or "" for what is none (a list, a table, nothing)."""
    if value is None or isinstance(value, list | dict):
        return ""
    return " ".join(str(value).split())


def texts_of(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [text for text in map(text_of, values) if text]


def first_text(values: dict[str, Any], keys: Iterable[str]) -> tuple[str, str]:
    """The first key that has text, and its text."""
    return next(((key, text) for key in keys if (text := text_of(values.get(key)))), ("", ""))


def is_draft(values: dict[str, Any]) -> bool:
    """`draft: true` and `published: false` make a draft; Jekyll and Eleventy know the second, Zola the first."""
    draft, published = (str(values.get(key, "")).strip().lower() for key in DRAFTS)
    return draft in YES or published in NO


def names_of(value: object) -> list[str]:
    """Authors from `name`, `[name, …]`, `{name: …}` or `[{name: …}, …]`; «A, B and C» is three."""
    names: list[str] = []
    for entry in value if isinstance(value, list) else [value]:
        name = entry.get("name") if isinstance(entry, dict) else entry
        names.extend(split_names(text_of(name)))
    return list(dict.fromkeys(name[:120] for name in names))


def split_names(text: str) -> list[str]:
    """One name, unless every part looks like the name of a person."""
    parts = [part for part in BETWEEN_NAMES.split(text) if part]
    if GROUP.search(text) or any(len(part.split()) > NAME_WORDS for part in parts):
        return [text] if text else []
    return parts


def tags_of(values: dict[str, Any], *, words: bool) -> list[str]:
    """Tags and categories alike become tags: a blog's topics are few, chosen by its editors, and no import's to make.

    With `words` a text without commas is one tag a word, as Jekyll has it.
    """
    taxonomies = values.get("taxonomies")
    found = [values.get(key) for key in TAGS[:-1]]
    found += list(taxonomies.values()) if isinstance(taxonomies, dict) else []
    tags: dict[str, str] = {}
    for value in found:
        for tag in texts_of(value) if isinstance(value, list) else split_tags(text_of(value), words=words):
            tags.setdefault(tag.casefold(), tag[:100])
    return list(tags.values())


def categories_of(values: dict[str, Any]) -> list[str]:
    """The folders that Jekyll's permalinks make of categories."""
    value = values.get("categories", values.get("category"))
    return texts_of(value) if isinstance(value, list) else text_of(value).split()


def split_tags(text: str, *, words: bool) -> list[str]:
    parts = text.split() if words and "," not in text else text.split(",")
    return [part.strip() for part in parts if part.strip()]


def addresses_of(values: dict[str, Any]) -> list[str]:
    """Old addresses that the front matter names; a permalink with placeholders is no address."""
    found = [address for key in ADDRESSES for address in texts_of(values.get(key))]
    return [address for address in found if not re.search(r"[:{}*](?!//)", address)]


def canonical_of(values: dict[str, Any]) -> str:
    _, address = first_text(values, CANONICAL)
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError:
        return ""
    return address if len(address) <= 200 else ""


def cover_of(front: FrontMatter) -> Cover | None:
    values = front.values
    _, alt = first_text(values, COVER_ALTS)
    for key in COVERS:
        value = values.get(key)
        if isinstance(value, dict):
            _, address = first_text(value, ("path", "src", "url", "image"))
            _, alt = first_text(value, ("alt", "alt_text"))
        else:
            address = text_of(value)
        if address:
            return Cover(address, alt[:255], front.line_of(key))
    return None


def left_out(front: FrontMatter) -> list[str]:
    """Keys that nothing here reads; those of a table by `table.key`."""
    keys: list[str] = []
    for key, value in front.values.items():
        if key not in KNOWN:
            keys.extend([f"{key}.{inner}" for inner in value] if isinstance(value, dict) and value else [key])
    return keys


def words_of(markdown: str) -> str:
    """A summary's words without its Markdown; as typed where it holds more than running text."""
    body: Body = read(markdown)
    if [block["type"] for block in body.blocks] != ["text"]:
        return markdown
    apart = re.sub(r"</(?:p|li|h\d|blockquote)>|<br/?>", " ", body.blocks[0]["value"])
    return " ".join(plain(apart).split())


def cut_at_word(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    return text[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,;:.–—-") + "…"
