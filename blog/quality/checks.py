"""Checks on the stored content of a post, with messages for the editor."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model

from blog.blocks.body_text import plain
from blog.body.prefetch import linkable_pages, pages_to_link
from blog.pages.post import PostPage

HEADING_HTML = re.compile(r"<h([234])\b[^<>]*>((?:(?!<h[234]\b).)*?)</h\1>", re.DOTALL)
LINK_HTML = re.compile(r"<a\b([^<>]*)>((?:(?!<a\b).)*?)</a>", re.DOTALL)
STORED_LINK_TARGET = re.compile(r'(?=.*\blinktype="(page|document)")(?=.*\bid="(\d{1,18})")', re.DOTALL)
# A link by stable key in `markdown` blocks and footnotes.
KEY_LINK = re.compile(
    r"(?<!!)\[([^\[\]]*)\]\((?:post|page|document):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})", re.IGNORECASE
)
FOOTNOTE_TEXT = re.compile(r' data-text="([^"]*)"')
# Link texts that are meaningless in a list of links, as a screen reader presents them.
EMPTY_WORDS = frozenset(
    {"here", "click here", "click", "this", "this link", "link", "more", "read more", "hier", "ici"}
)
COLUMNS_ON_A_PHONE = 6
SHOWN_CHARACTERS = 60


@dataclass(frozen=True)
class Finding:
    """``code`` is permanent; ``block_id`` is "" for a finding about the whole post.

    ``about`` distinguishes findings with the same code in one block, so that each is accepted separately.
    """

    code: str
    words: str
    block_id: str = ""
    about: str = ""


@dataclass(frozen=True)
class Piece:
    """A block at any depth, with its id or that of the nearest ancestor that has one."""

    kind: str
    value: object
    block_id: str


def findings(post: PostPage) -> list[Finding]:
    """All findings in the post instance, saved or not. At most four queries."""
    pieces = list(pieces_of(list(post.body.raw_data)))
    return [
        *about_the_post(post),
        *heading_order(pieces),
        *(finding for piece in pieces for finding in about_a_block(piece)),
        *dead_links(pieces),
        *dead_links_by_key(pieces),
    ]


def pieces_of(stored: object, block_id: str = "") -> Iterator[Piece]:
    if isinstance(stored, list):
        for inner in stored:
            yield from pieces_of(inner, block_id)
    elif isinstance(stored, dict):
        if isinstance(stored.get("type"), str) and "value" in stored:
            block_id = stored.get("id") or block_id
            yield Piece(stored["type"], stored["value"], block_id)
        for inner in stored.values():
            yield from pieces_of(inner, block_id)


def about_the_post(post: PostPage) -> Iterator[Finding]:
    if not post.summary.strip():
        yield Finding("empty-summary", _("There is no summary. Lists and search engines show only the title."))
    if post.cover_id and not post.cover_alt.strip() and not post.cover_is_decorative:
        yield Finding("cover-alt", _("Say what the cover shows, or mark it as decorative."))


def about_a_block(piece: Piece) -> Iterator[Finding]:
    value = piece.value if isinstance(piece.value, dict) else {}
    picture = value.get("image")
    if isinstance(picture, dict) and picture.get("image") and not has_words(picture):
        yield Finding("missing-alt", _("Say what the picture shows, or mark it as decorative."), piece.block_id)
    if piece.kind == "code" and not str(value.get("language") or "").strip():
        yield Finding("code-language", _("The code has no language, so it gets no colours."), piece.block_id)
    if piece.kind == "table" and (columns := len(columns_of(value))) > COLUMNS_ON_A_PHONE:
        words = _("The table has %(columns)s columns. Readers must scroll sideways on a phone.") % {"columns": columns}
        yield Finding("wide-table", words, piece.block_id)
    for _attributes, inside in links(piece):
        words = plain(inside)
        if words.strip(" .:…→»").casefold() in EMPTY_WORDS:
            message = _("The link “%(words)s” does not say where it leads.") % {"words": words}
            yield Finding("link-words", message, piece.block_id)


def has_words(picture: dict) -> bool:
    return bool(picture.get("decorative") or str(picture.get("alt_text") or "").strip())


def heading_order(pieces: Iterable[Piece]) -> Iterator[Finding]:
    """Headings that skip a level; the title of the post is the first."""
    before = 1
    for piece in pieces:
        for level, inside in HEADING_HTML.findall(text_of(piece)):
            if int(level) > before + 1:
                names = {"heading": plain(inside)[:SHOWN_CHARACTERS], "level": level, "wanted": before + 1}
                message = _("The heading “%(heading)s” has level %(level)s, but the next level is %(wanted)s.") % names
                yield Finding("heading-order", message, piece.block_id)
            before = int(level)


def dead_links(pieces: list[Piece]) -> Iterator[Finding]:
    """Internal links to pages and documents that readers cannot open."""
    found = [(target, plain(inside), piece) for piece in pieces for target, inside in own_links(piece)]
    wanted = {kind: {pk for (its_kind, pk), _words, _piece in found if its_kind == kind} for kind in PUBLIC_TARGETS}
    alive = {kind: PUBLIC_TARGETS[kind](ids) if ids else set() for kind, ids in wanted.items()}
    for (kind, pk), words, piece in found:
        if pk not in alive[kind]:
            yield dead_link(words, piece, about=f"{kind}:{pk}")


def dead_links_by_key(pieces: list[Piece]) -> Iterator[Finding]:
    found = [(match[1], UUID(match[2]), piece) for piece in pieces for match in KEY_LINK.finditer(markdown_in(piece))]
    alive = keys_alive({key for _words, key, _piece in found}) if found else set()
    for words, key, piece in found:
        if key not in alive:
            yield dead_link(words, piece, about=str(key))


def dead_link(words: str, piece: Piece, *, about: str) -> Finding:
    message = _("Readers cannot open the target of the link “%(words)s”.") % {"words": words}
    return Finding("dead-link", message, piece.block_id, about)


def markdown_in(piece: Piece) -> str:
    if piece.kind == "markdown":
        return str(piece.value or "")
    return "\n".join(unescape(note) for note in FOOTNOTE_TEXT.findall(text_of(piece)))


def keys_alive(keys: set[UUID]) -> set[UUID]:
    named = Q(postpage__uuid__in=keys) | Q(postpage__isnull=True, translation_key__in=keys)
    rows = linkable_pages().filter(named).values_list("postpage__uuid", "translation_key")
    documents = get_document_model().objects.filter(uuid__in=keys).values_list("uuid", flat=True)
    return {post or page for post, page in rows} | set(documents)


def documents(ids: set[int]) -> set[int]:
    return set(get_document_model().objects.filter(pk__in=ids).values_list("pk", flat=True))


def pages(ids: set[int]) -> set[int]:
    return set(pages_to_link(ids))


PUBLIC_TARGETS = {"page": pages, "document": documents}


def own_links(piece: Piece) -> Iterator[tuple[tuple[str, int], str]]:
    for attributes, inside in links(piece):
        if target := STORED_LINK_TARGET.match(attributes):
            yield (target[1], int(target[2])), inside


def links(piece: Piece) -> list[tuple[str, str]]:
    """The attributes and the content of each link in a block, without nested blocks."""
    return LINK_HTML.findall(text_of(piece))


def text_of(piece: Piece) -> str:
    """The rich text of a block, without nested blocks."""
    if piece.kind == "text":
        return str(piece.value or "")
    if not isinstance(piece.value, dict):
        return ""
    if piece.kind == "table":
        rows = table_of(piece.value).get("rows") or []
        return "".join(str(cell) for row in rows if isinstance(row, dict) for cell in row.get("values") or [])
    return str(piece.value.get("caption") or "") if piece.kind in {"image", "gallery", "item"} else ""


def columns_of(value: dict) -> list[object]:
    return table_of(value).get("columns") or []


def table_of(value: dict) -> dict:
    table = value.get("table")
    return table if isinstance(table, dict) else {}
