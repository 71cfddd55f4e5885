"""Reads the values of front matter in the notations of several generators."""

import re
from collections.abc import Iterable
from html import unescape
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from blog.blocks.body_text import plain
from blog.exchange.front_matter import FrontMatter
from blog.exchange.imported_post import Cover
from blog.markdown.body import Body
from blog.markdown.read import read
from blog.pages.post_forms import MAX_SERIES_PLACE
from blog.rendering.characters import without_forbidden
from blog.settings.licences import LICENCE_URLS as ADDRESS_OF_LICENCE
from blog.settings.licences import LicenceChoice

TITLE_KEYS = ("title",)
DATE_KEYS = ("date", "pubDate", "publishDate", "publish_date", "published_at")
AUTHOR_KEYS = ("authors", "author")
TAG_KEYS = ("tags", "tag", "categories", "category", "taxonomies")
SUMMARY_KEYS = ("summary", "description", "excerpt", "teaser")
# Values that hide a post, as `name=value` in lower case with the letters of the name only.
HIDING_VALUE = re.compile(
    r"(?:(?:is)?draft|hidden|unlisted|private|headless|wip|skip|(?:password)?protected|password|eleventyexcludefromcollections)"
    r"=(?!(?:false|no|off|0|none)?\Z)|hide=(?:true|yes|on|1)\Z|outputs=(?!.*html)"
    r"|(?:(?:is|dg)?publish(?:ed)?|render|public|listed|visible|output|permalink|list)=(?:false|no|off|0)\Z"
    r"|(?:(?:post)?status|visibility|state|list|render)=(?:draft|hidden|private|skip|pending|scheduled|trash|unlisted|never"
    r"|unpublished|sent|members|paid|tiers|internal|protected|password|future|inherit|deleted|disabled|wip|review)\Z"
)
EXPIRY_KEYS = ("expiryDate", "expirydate", "expiry_date", "expires", "expire", "expires_at", "unpublishDate")
ADDRESS_KEYS = ("path", "permalink", "url", "aliases", "redirect_from")
LICENCE_KEYS = ("licence", "license")
REDIRECT_KEYS = ("redirect_to", "redirectTo", "redirect", "redirect_url")
CANONICAL_KEYS = ("canonical_url", "canonical")
COVER_KEYS = ("image", "cover")
# A post has one of each.
SINGLE_KEYS = ("topic", "series")
COVER_ALT_KEYS = ("image_alt", "cover_alt", "imageAlt")
KNOWN_KEYS = frozenset(
    (
        *TITLE_KEYS,
        *DATE_KEYS,
        *AUTHOR_KEYS,
        *TAG_KEYS,
        *SUMMARY_KEYS,
        *ADDRESS_KEYS,
        *CANONICAL_KEYS,
        *COVER_KEYS,
        *COVER_ALT_KEYS,
        *EXPIRY_KEYS,
        *LICENCE_KEYS,
        *REDIRECT_KEYS,
    )
) | {"slug", "draft", "published", "series_place"}

MAX_NAME_WORDS = 3
GROUP_NAME = re.compile(r"\b(team|group|wg|project|council|committee|foundation|inc|ltd|gmbh)\b", re.IGNORECASE)
BETWEEN_NAMES = re.compile(r"(?<!\s)(?:\s*,\s+and\s+|\s+and\s+|\s+&\s+|\s*[,;]\s*)")
MAIL_ADDRESS = re.compile(
    r"[<(]?(?:mailto:)?[^\s<>()\[\],;:/@]{1,64}@[^\s<>()\[\],;/@]{1,255}\.[^\s<>()\[\],;/@]{1,63}[>)]?"
)
NO_BRACKETS = str.maketrans("[]<>", "    ")
# `[Name](address) (Organisation)`, and `Name ([@handle](address)), Job title`.
LINKED_NAME = re.compile(r"(?P<and>)\[(?P<name>[^\[\]]+)\]\((?P<url>[^()\s]*)[^()]*\)(?:\s*\([^()\[\]]*\))?")
NAME_BEFORE_LINK = re.compile(
    r"(?P<and>(?:and|&)\s+)?(?P<name>[^\s,;()\[\]][^,;()\[\]]{0,120}?)\s?\(\s*\[[^\[\]]*\]\((?P<url>[^()\s]+)[^()]*\)\s*\)"
    r"(?:,\s*[^,;\[\]]*?(?=\s+and\s+[^,;]*\[|[,;]|$))?"
)
MAX_IMPORTED_SUMMARY = 300


def text_of(value: object) -> str:
    """The value as one line of text; "" for lists, tables and missing values."""
    if value is None or isinstance(value, list | dict):
        return ""
    return " ".join(without_forbidden(str(value)).split())


def texts_of(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [text for text in map(text_of, values) if text]


def first_text(values: dict[str, Any], keys: Iterable[str]) -> tuple[str, str]:
    """The first key with text, and its text."""
    return next(((key, text) for key in keys if (text := text_of(values.get(key)))), ("", ""))


def hiding_key(values: dict[str, Any]) -> str:
    """The first key that hid the post on the old site, or ""."""
    inner = [values[key] for key in ("build", "_build", "params", "extra", "<<") if isinstance(values.get(key), dict)]
    for key, value in [pair for table in (values, *inner) for pair in table.items()]:
        if HIDING_VALUE.match(f"{re.sub(r'[^a-zA-Z]', '', key)}={' '.join(texts_of(value))}".lower()):
            return key
    return ""


def authors_of(value: object) -> dict[str, str]:
    """Names with their addresses, from `name`, `[name, …]` or `[{name: …, url: …}, …]`; «A, B and C» is three.

    Mail addresses are left out.
    """
    found: dict[str, str] = {}
    for entry in value if isinstance(value, list) else [value]:
        table = entry if isinstance(entry, dict) else {"name": entry}
        text, links = MAIL_ADDRESS.sub("", text_of(unescape(text_of(table.get("name"))))), {}
        for pattern in (NAME_BEFORE_LINK, LINKED_NAME):
            links |= {link["name"].strip(): link["url"] for link in pattern.finditer(text)}
            text = pattern.sub(r"\g<and>\g<name>", text)
        for name in split_names(" ".join(text.translate(NO_BRACKETS).split())):
            found.setdefault(name[:120], links.get(name) or text_of(table.get("url")))
    return found


def split_names(text: str) -> list[str]:
    """Splits names only if every part looks like the name of a person."""
    parts = [part for part in BETWEEN_NAMES.split(text) if part]
    if GROUP_NAME.search(text) or any(len(part.split()) > MAX_NAME_WORDS for part in parts):
        return [text] if text else []
    return parts


def tags_of(values: dict[str, Any], *, words: bool) -> list[str]:
    """Tags and categories become tags. Only the key `topic` gives a topic.

    With `words` a text without commas is one tag a word, as Jekyll has it.
    """
    taxonomies = values.get("taxonomies")
    found = [values.get(key) for key in TAG_KEYS[:-1]]
    found += list(taxonomies.values()) if isinstance(taxonomies, dict) else []
    tags: dict[str, str] = {}
    for value in found:
        for tag in texts_of(value) if isinstance(value, list) else split_tags(text_of(value), words=words):
            tags.setdefault(tag.casefold(), tag[:100])
    return list(tags.values())


def only_text(value: object) -> str:
    """The text, or the only one of a list; "" for several."""
    texts = texts_of(value)
    return texts[0] if len(texts) == 1 else ""


def series_place_of(values: dict[str, Any]) -> int | None:
    """The place in the series, from 1."""
    text = text_of(values.get("series_place"))
    return int(text) if re.fullmatch(r"[0-9]{1,5}", text) and 1 <= int(text) <= MAX_SERIES_PLACE else None


def categories_of(values: dict[str, Any]) -> list[str]:
    """The folders that Jekyll's permalinks make of categories."""
    value = values.get("categories", values.get("category"))
    return texts_of(value) if isinstance(value, list) else text_of(value).split()


def split_tags(text: str, *, words: bool) -> list[str]:
    parts = text.split() if words and "," not in text else text.split(",")
    return [part.strip() for part in parts if part.strip()]


def addresses_of(values: dict[str, Any]) -> list[str]:
    """The old addresses in the front matter. Permalinks with placeholders are ignored."""
    found = [address for key in ADDRESS_KEYS for address in texts_of(values.get(key))]
    return [address for address in found if not re.search(r"[:{}*](?!//)", address)]


def canonical_of(values: dict[str, Any]) -> str:
    return web_address(first_text(values, CANONICAL_KEYS)[1])


def licence_of(values: dict[str, Any]) -> str:
    """The licence of the post, by one of our codes or addresses, or ""."""
    _, text = first_text(values, LICENCE_KEYS)
    code = "-".join(text.lower().split())
    return next((choice for choice in LicenceChoice if text and code in (choice, ADDRESS_OF_LICENCE.get(choice))), "")


def redirect_of(values: dict[str, Any]) -> str:
    """The target of a page that only redirects, or ""."""
    is_redirect = "redirect" in (text_of(values.get("layout")), text_of(values.get("type")))
    for key in REDIRECT_KEYS:
        value = values.get(key)
        if isinstance(value, list):
            values = {**values, key: next(iter(texts_of(value)), "")}
        elif isinstance(value, dict):
            values, is_redirect = {**values, **value}, True
    _, address = first_text(values, (*REDIRECT_KEYS, *(("target", "to", "link") if is_redirect else ())))
    return address if address.startswith(("/", "http://", "https://")) or address.endswith(".md") else ""


def web_address(address: str) -> str:
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError:
        return ""
    return address if len(address) <= 200 else ""


def cover_of(front: FrontMatter) -> Cover | None:
    values = front.values
    _, alt = first_text(values, COVER_ALT_KEYS)
    for key in COVER_KEYS:
        value = values.get(key)
        if isinstance(value, dict):
            _, address = first_text(value, ("path", "src", "url", "image"))
            _, alt = first_text(value, ("alt", "alt_text"))
        else:
            address = text_of(value)
        if address:
            return Cover(address, alt[:255], front.line_of(key))
    return None


def unread_keys(front: FrontMatter) -> list[str]:
    """Keys that are not read; those of a table as `table.key`."""
    keys: list[str] = []
    for key, value in front.values.items():
        if key not in KNOWN_KEYS and not (key in SINGLE_KEYS and only_text(value)):
            keys.extend([f"{key}.{inner}" for inner in value] if isinstance(value, dict) and value else [key])
    return keys


def plain_words(markdown: str) -> str:
    """The summary without Markdown markup; unchanged if it is more than one paragraph of text."""
    body: Body = read(markdown)
    if [block["type"] for block in body.blocks] != ["text"]:
        return markdown
    apart = re.sub(r"</(?:p|li|h\d|blockquote)>|<br/?>", " ", body.blocks[0]["value"])
    return " ".join(plain(apart).split())


def truncate_at_word(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    return text[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,;:.–—-") + "…"
