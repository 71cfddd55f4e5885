"""Reads a folder of Markdown files in the layouts of Jekyll, Eleventy and Zola.

Every `.md` file is a post: a name may begin with its date (Jekyll), and `name/index.md` is the post `name`, with its
pictures beside it (Zola). `_index.md` describes a section and is no post; hidden and `node_modules` folders are left
out. A file without front matter takes its first heading, or its name, as title.
"""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from pathlib import Path, PurePosixPath
from typing import Any

from django.utils import timezone

from blog.exchange import front_matter_fields
from blog.exchange.addresses import MAX_OLD_PATH_LENGTH, address_by_pattern, old_path
from blog.exchange.dates import date_in_addresses, date_in_name, parse_date
from blog.exchange.files import SourceFile, decode, read_bytes
from blog.exchange.front_matter import FrontMatter, split_front_matter
from blog.exchange.imported_post import ImportedPost
from blog.exchange.template_syntax import apply_template
from blog.rendering.characters import without_forbidden

MAX_IMPORTED_TITLE = 255
# Unsupported headers: of Pelican, Nikola, Pandoc, Org and JSON, and those that start after the first line.
UNREAD_HEADER = re.compile(
    r"\s*(?:(?:title|date|slug|authors?|tags|category|status|layout)[ \t]*:[ \t]|(?:<!--\s*)?\.\. [\w-]+:"
    r"|%[ \t]\S|#\+\w+:|;;;|\{\s*\"|(?:---|\+\+\+)[ \t]*\n[\w-]+[ \t]*[:=])",
    re.IGNORECASE,
)
TOP_HEADING = re.compile(r"\A\s*+(?:#[ \t]+(?P<atx>[^\n]+)(?:\n|\Z)|(?P<setext>[^\n#>]+)\n=+[ \t]*(?:\n|\Z))")
HEADING_CLOSING_SIGNS = re.compile(r"(?<![^ \t])#+\s*\Z")


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """`zone` applies to dates without a zone. `permalink` is the pattern of the old addresses, or ""."""

    zone: tzinfo
    permalink: str = ""
    licence: str = ""
    sections: dict[PurePosixPath, dict[str, Any]] = field(default_factory=dict)


def read_post(file: SourceFile, folder: Path, options: ReadOptions) -> ImportedPost:
    """Raises Unreadable if the file cannot be a post."""
    data = read_bytes(file, folder)
    decoded = decode(data)
    text = without_forbidden(decoded)
    front = split_front_matter(text)
    written = next((front.values[key] for key in front_matter_fields.AUTHOR_KEYS if front.values.get(key)), None)
    post = ImportedPost(
        source_id=file.source_id,
        digest=hashlib.sha256(data).hexdigest(),
        title="",
        slug=front_matter_fields.text_of(front.values.get("slug")) or file.name,
        text=front.text,
        first_line=front.line,
        is_draft="_drafts" in file.path.parts,
        authors=front_matter_fields.authors_of(written),
        tags=front_matter_fields.tags_of(front.values, words=file.is_jekyll),
        topic=front_matter_fields.only_text(front.values.get("topic")),
        series=front_matter_fields.only_text(front.values.get("series")),
        series_place=front_matter_fields.series_place_of(front.values),
        canonical_url=front_matter_fields.canonical_of(front.values),
        cover=front_matter_fields.cover_of(front),
        licence=front_matter_fields.licence_of(front.values) or options.licence,
        redirect_to=front_matter_fields.redirect_of(front.values),
        left_out=front_matter_fields.unread_keys(front),
    )
    if text != decoded:
        post.find("character", "control characters were removed")
    if not front.values and UNREAD_HEADER.match(front.text):
        post.is_draft = True
        post.find(
            "front matter",
            "its format is not supported, so the post is imported as a draft; use YAML between two lines of ---",
        )
    report_unused_values(post, front)
    values: dict[str, Any] = {}
    for parent in reversed(PurePosixPath(file.source_id).parents):
        values |= options.sections.get(parent, {})
    if key := front_matter_fields.hiding_key(values | front.values):
        post.hide(f"{key} hid it from readers of the old site", line=front.line_of(key))
    if not front_matter_fields.text_of(front.values.get("key")).startswith("post:"):
        # Files that this site exported contain no templates.
        apply_template(post)
    set_title(post, front, file)
    set_summary(post, front)
    set_addresses_and_date(post, front, file, options)
    return post


def report_unused_values(post: ImportedPost, front: FrontMatter) -> None:
    """Adds findings for mail addresses of authors and unknown licences."""
    key, licence = front_matter_fields.first_text(front.values, front_matter_fields.LICENCE_KEYS)
    if key and not front_matter_fields.licence_of(front.values):
        post.find(
            "licence",
            f"{licence[:60]} is not a licence of this site; the given one is used",
            line=front.line_of(key),
        )
    for key in front_matter_fields.AUTHOR_KEYS:
        if front_matter_fields.MAIL_ADDRESS.search(str(front.values.get(key))):
            post.find("author", "a mail address was left out", line=front.line_of(key))


def read_section(file: SourceFile, folder: Path, options: ReadOptions) -> None:
    """Stores the values that an `_index.md` passes to its pages: Hugo's `cascade`, and Zola's draft flag."""
    values = split_front_matter(decode(read_bytes(file, folder))).values
    cascade = values.get("cascade")
    down = {"draft": values.get("draft")}
    for table in cascade if isinstance(cascade, list) else [cascade]:
        down |= table if isinstance(table, dict) else {}
    options.sections[PurePosixPath(file.source_id).parent] = down


def set_title(post: ImportedPost, front: FrontMatter, file: SourceFile) -> None:
    """Sets the title, and removes a first heading with the same words from the text."""
    key, title = front_matter_fields.first_text(front.values, front_matter_fields.TITLE_KEYS)
    heading = TOP_HEADING.match(post.text)
    heading_words = (
        front_matter_fields.plain_words(HEADING_CLOSING_SIGNS.sub("", heading["atx"] or heading["setext"]))
        if heading
        else ""
    )
    if heading and (not title or same_words(title, heading_words)):
        title = title or heading_words
        post.text = "\n" * heading[0].count("\n") + post.text[heading.end() :]
    if not title:
        title = re.sub(r"[-_]+", " ", file.name).strip().capitalize() or "Untitled"
        post.find("title", f"missing; the name of the file gives “{title[:80]}”")
    post.title = front_matter_fields.truncate_at_word(title, MAX_IMPORTED_TITLE)
    if post.title != title and len(title) > MAX_IMPORTED_TITLE:
        post.find("title", f"cut from {len(title)} to {MAX_IMPORTED_TITLE} characters", line=front.line_of(key))


def same_words(one: str, other: str) -> bool:
    plain = [re.sub(r"[\W_]+", " ", text).casefold().strip() for text in (one, other)]
    return plain[0] == plain[1]


def set_summary(post: ImportedPost, front: FrontMatter) -> None:
    key, text = front_matter_fields.first_text(front.values, front_matter_fields.SUMMARY_KEYS)
    words = front_matter_fields.plain_words(text) if text else ""
    post.summary = front_matter_fields.truncate_at_word(words, front_matter_fields.MAX_IMPORTED_SUMMARY)
    if post.summary != words:
        detail = f"{key} cut from {len(words)} to {front_matter_fields.MAX_IMPORTED_SUMMARY} characters"
        post.find("summary", detail, line=front.line_of(key))


def set_addresses_and_date(post: ImportedPost, front: FrontMatter, file: SourceFile, options: ReadOptions) -> None:
    named = [path for path in map(old_path, front_matter_fields.addresses_of(front.values)) if path]
    post.date = date_of(front, file, named, options.zone)
    post.date_as_written = date_of(front, file, named, UTC)
    key = date_key(front)
    if key and parse_date(front.values[key], options.zone) is None:
        post.find("date", f"“{str(front.values[key])[:40]}” is not a date", line=front.line_of(key))
    made = options.permalink and address_by_pattern(
        options.permalink,
        moment=post.date,
        name=file.name,
        slug=post.slug,
        categories=front_matter_fields.categories_of(front.values),
    )
    addresses = [*named[:1], made, *named[1:]] if "path" in front.values else [made, *named]
    for path in dict.fromkeys(old_path(address) for address in addresses if address):
        if len(path) <= MAX_OLD_PATH_LENGTH:
            post.old_addresses.append(path)
        else:
            post.find("address", f"longer than {MAX_OLD_PATH_LENGTH} characters: {path[:60]}…")
    set_schedule(post, front, options.zone)


def set_schedule(post: ImportedPost, front: FrontMatter, zone: tzinfo) -> None:
    """Sets the expiry. An expiry that has passed or cannot be parsed makes the post a draft."""
    key, expiry = front_matter_fields.first_text(front.values, front_matter_fields.EXPIRY_KEYS)
    post.expires_at = parse_date(front.values[key], zone) if key else None
    if key and (post.expires_at is None or post.expires_at <= timezone.now()):
        post.expires_at = None
        post.hide(f"{key} {expiry[:40]} has passed", line=front.line_of(key))
    if post.date and post.date > timezone.now() and not post.is_draft:
        post.find("schedule", f"dated {post.date:%Y-%m-%d %H:%M}: the post is scheduled for then")
    if post.date is None and not post.is_draft and not post.redirect_to:
        post.is_draft = True
        post.find("date", "none was found, so the post is imported as a draft")


def date_key(front: FrontMatter) -> str:
    return next((key for key in front_matter_fields.DATE_KEYS if front.values.get(key) not in (None, "")), "")


def date_of(front: FrontMatter, file: SourceFile, named: list[str], zone: tzinfo) -> datetime | None:
    """See `dates` for the order of the sources."""
    key = date_key(front)
    if key and (moment := parse_date(front.values[key], zone)):
        # Hugo shows a post only after its date and its `publishDate`.
        others = (parse_date(front.values.get(other), zone) for other in front_matter_fields.DATE_KEYS)
        return max([moment, *(other for other in others if other and other > timezone.now())])
    return date_in_name(file.dated_name, zone) or date_in_addresses(named, zone)
