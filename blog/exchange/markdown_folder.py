"""Reads a folder of Markdown files as Jekyll, Eleventy and Zola keep it.

Every `.md` file is a post: a name may begin with its date (Jekyll), and `name/index.md` is the post `name`, with its
pictures beside it (Zola). `_index.md` describes a section and is no post; hidden and `node_modules` folders are left
out. A file without front matter takes its first heading, or its name, as title.
"""

import hashlib
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path, PurePosixPath
from typing import Any

from django.utils import timezone

from blog.characters import without_forbidden
from blog.exchange import fields
from blog.exchange.addresses import LONGEST, address_by_pattern, old_path
from blog.exchange.frontmatter import FrontMatter, split_front_matter
from blog.exchange.imported import ImportedPost, Unreadable
from blog.exchange.moments import IN_NAME, moment_in_addresses, moment_in_name, read_moment
from blog.exchange.templating import apply_template
from blog.markdown.parser import MAX_CHARACTERS, refuse_long

ENDINGS = frozenset({".md", ".markdown", ".mdown"})
MAX_BYTES = 4 * MAX_CHARACTERS
LONGEST_TITLE = 255
LONGEST_ID = 500
TOP_HEADING = re.compile(
    r"\A\s*(?:#[ \t]+(?P<atx>[^\n]+?)[ \t]*#*[ \t]*(?:\n|\Z)|(?P<setext>[^\n#>]+)\n=+[ \t]*(?:\n|\Z))"
)


@dataclass(frozen=True, slots=True)
class Options:
    """`zone` is meant by dates that name none; `permalink` is the pattern of the old addresses, or ""."""

    zone: tzinfo
    permalink: str = ""
    sections: dict[PurePosixPath, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SourceFile:
    path: Path
    source_id: str

    @property
    def is_section(self) -> bool:
        return self.path.stem == "_index"

    @property
    def name(self) -> str:
        """What the file, or the folder around an `index.md`, is called, without a date before it."""
        path = PurePosixPath(self.source_id)
        own = path.parent.name if path.stem == "index" and path.parent.name else path.stem
        return IN_NAME.sub("", own) or own

    @property
    def dated_name(self) -> str:
        path = PurePosixPath(self.source_id)
        return path.parent.name if path.stem == "index" else path.stem

    @property
    def is_jekyll(self) -> bool:
        return bool({"_posts", "_drafts"}.intersection(self.path.parts))


def files_in(folder: Path, *, on_error: Callable[[OSError], None] | None = None) -> Iterator[SourceFile]:
    """The Markdown files of a folder in the order of their names; `on_error` is told of what cannot be read."""
    for parent, folders, names in folder.walk(on_error=on_error):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "node_modules")
        for name in sorted(names):
            path = parent / name
            if path.suffix.lower() in ENDINGS and not name.startswith("."):
                yield SourceFile(path, speakable(path.relative_to(folder)))


def speakable(path: Path) -> str:
    """The path as text; a name that is not UTF-8 has its bytes written out."""
    return without_forbidden(path.as_posix().encode(errors="surrogateescape").decode(errors="backslashreplace"))


def read_post(file: SourceFile, folder: Path, options: Options) -> ImportedPost:
    """Raises Unreadable where the file cannot be a post."""
    data = read_bytes(file, folder)
    decoded = decode(data)
    text = without_forbidden(decoded)
    front = split_front_matter(text)
    written = next((front.values[key] for key in fields.AUTHORS if front.values.get(key)), None)
    post = ImportedPost(
        source_id=file.source_id,
        digest=hashlib.sha256(data).hexdigest(),
        title="",
        slug=fields.text_of(front.values.get("slug")) or file.name,
        text=front.text,
        first_line=front.line,
        is_draft="_drafts" in file.path.parts,
        authors=fields.authors_of(written),
        tags=fields.tags_of(front.values, words=file.is_jekyll),
        canonical_url=fields.canonical_of(front.values),
        cover=fields.cover_of(front),
        left_out=fields.left_out(front),
    )
    if text != decoded:
        post.find("character", "control characters, which no page may hold, were removed")
    if fields.MAIL.search(str(written)):
        post.find("author", "a mail address was left out", line=front.line_of("author"))
    values = {}
    for parent in reversed(PurePosixPath(file.source_id).parents):
        values |= options.sections.get(parent, {})
    if key := fields.hiding_key(values | front.values):
        post.hide(f"{key} kept it from the readers of the old site", line=front.line_of(key))
    if not fields.text_of(front.values.get("key")).startswith("post:"):
        # The site's own files hold no template.
        apply_template(post)
    name_it(post, front, file)
    summarise(post, front)
    address_and_date(post, front, file, options)
    return post


def read_section(file: SourceFile, folder: Path, options: Options) -> None:
    """Remembers what an `_index.md` hands down: Hugo's `cascade`, for whichever pages, and the draft of Zola."""
    values = split_front_matter(decode(read_bytes(file, folder))).values
    cascade = values.get("cascade")
    down = {"draft": values.get("draft")}
    for table in cascade if isinstance(cascade, list) else [cascade]:
        down |= table if isinstance(table, dict) else {}
    options.sections[PurePosixPath(file.source_id).parent] = down


def read_bytes(file: SourceFile, folder: Path) -> bytes:
    try:
        if not file.path.resolve().is_relative_to(folder.resolve()):
            raise Unreadable("file", "a link that leads out of the folder is not followed")
        status = file.path.stat()
        if not stat.S_ISREG(status.st_mode):
            # A pipe would be read for ever.
            raise Unreadable("file", "is not a regular file")
        if status.st_size > MAX_BYTES:
            raise Unreadable("size", f"{status.st_size / 1e6:.1f} MB; at most {MAX_BYTES / 1e6:.0f} MB are read")
        data = file.path.read_bytes()
    except (OSError, RuntimeError) as error:
        # Before Python 3.13 a link that leads to itself is a RuntimeError.
        raise Unreadable("file", f"cannot be read: {getattr(error, 'strerror', None) or error}") from error
    if len(file.source_id) > LONGEST_ID:
        raise Unreadable("file", f"its path has more than {LONGEST_ID} characters")
    return data


def decode(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable("encoding", "not UTF-8; save it as UTF-8 and import again", line) from error
    try:
        refuse_long(text)
    except ValueError as error:
        raise Unreadable("size", str(error)) from error
    return text


def name_it(post: ImportedPost, front: FrontMatter, file: SourceFile) -> None:
    """Finds the title, and takes a first heading that says the same out of the text."""
    key, title = fields.first_text(front.values, fields.TITLE)
    heading = TOP_HEADING.match(post.text)
    heading_words = fields.words_of(heading["atx"] or heading["setext"]) if heading else ""
    if heading and (not title or same_words(title, heading_words)):
        title = title or heading_words
        post.text = "\n" * heading[0].count("\n") + post.text[heading.end() :]
    if not title:
        title = re.sub(r"[-_]+", " ", file.name).strip().capitalize() or "Untitled"
        post.find("title", f"missing; the name of the file gives “{title[:80]}”")
    post.title = fields.cut_at_word(title, LONGEST_TITLE)
    if post.title != title and len(title) > LONGEST_TITLE:
        post.find("title", f"cut from {len(title)} to {LONGEST_TITLE} characters", line=front.line_of(key))


def same_words(one: str, other: str) -> bool:
    plain = [re.sub(r"[\W_]+", " ", text).casefold().strip() for text in (one, other)]
    return plain[0] == plain[1]


def summarise(post: ImportedPost, front: FrontMatter) -> None:
    key, text = fields.first_text(front.values, fields.SUMMARIES)
    words = fields.words_of(text) if text else ""
    post.summary = fields.cut_at_word(words, fields.LONGEST_SUMMARY)
    if post.summary != words:
        detail = f"{key} cut from {len(words)} to {fields.LONGEST_SUMMARY} characters"
        post.find("summary", detail, line=front.line_of(key))


def address_and_date(post: ImportedPost, front: FrontMatter, file: SourceFile, options: Options) -> None:
    named = [path for path in map(old_path, fields.addresses_of(front.values)) if path]
    post.date = date_of(post, front, file, named, options.zone)
    made = options.permalink and address_by_pattern(
        options.permalink,
        moment=post.date,
        name=file.name,
        slug=post.slug,
        categories=fields.categories_of(front.values),
    )
    addresses = [*named[:1], made, *named[1:]] if "path" in front.values else [made, *named]
    for path in dict.fromkeys(old_path(address) for address in addresses if address):
        if len(path) <= LONGEST:
            post.old_addresses.append(path)
        else:
            post.find("address", f"longer than {LONGEST} characters: {path[:60]}…")
    schedule(post, front, options.zone)


def schedule(post: ImportedPost, front: FrontMatter, zone: tzinfo) -> None:
    """A date to come and an end to come hold; an end that is past, or that cannot be understood, makes a draft."""
    key, expiry = fields.first_text(front.values, fields.EXPIRIES)
    post.expires_at = read_moment(front.values[key], zone) if key else None
    if key and (post.expires_at is None or post.expires_at <= timezone.now()):
        post.expires_at = None
        post.hide(f"{key} {expiry[:40]} is past", line=front.line_of(key))
    if post.date and post.date > timezone.now() and not post.is_draft:
        post.find("schedule", f"dated {post.date:%Y-%m-%d %H:%M}: the post goes live by itself then")
    if post.date is None and not post.is_draft:
        post.is_draft = True
        post.find("date", "none was found, so the post comes in as a draft")


def date_of(
    post: ImportedPost, front: FrontMatter, file: SourceFile, named: list[str], zone: tzinfo
) -> timezone.datetime | None:
    """See `moments` for which of the dates decides."""
    key = next((key for key in fields.DATES if front.values.get(key) not in (None, "")), "")
    if key:
        if moment := read_moment(front.values[key], zone):
            # Hugo shows a post neither before its date nor before its `publishDate`.
            others = (read_moment(front.values.get(other), zone) for other in fields.DATES)
            return max([moment, *(other for other in others if other and other > timezone.now())])
        post.find("date", f"“{str(front.values[key])[:40]}” is no date", line=front.line_of(key))
    return moment_in_name(file.dated_name, zone) or moment_in_addresses(named, zone)
