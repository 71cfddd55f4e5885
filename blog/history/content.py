"""What a page shows to readers, as one value that can be stored, hashed and compared.

``Content.shown`` has two levels. The fields of the page itself, with authors by UUID and other related objects by slug,
are at the top. The names of topic, tags and series and the address of the post are under ``around``: they can change
without a change of the post, when a topic is renamed or a section moves. Authors have no name there, because the
content of a version is hashed and a name must be erasable. Pages beside the posts have fewer fields.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Model, prefetch_related_objects

from blog.body.canonical import STABLE_KEY, canonical_text_of_blocks, ids_named
from blog.body.file_hashes import file_hashes, key_of
from blog.history.hashes import content_hash, format_timestamp
from blog.models import Author, BlogSettings, PostPage, PublishedTextMixin, Series, Tag, Topic, VersionedPageMixin

CONTENT_FIELDS = (
    "title",
    "slug",
    "summary",
    "seo_title",
    "search_description",
    "canonical_url",
    "licence",
    "series_place",
)
# Related objects, with the field that identifies them.
RELATED_MODELS = {
    "authors": (Author, "uuid"),
    "topic": (Topic, "slug"),
    "tags": (Tag, "slug"),
    "series": (Series, "slug"),
}
# The stable key of an object, with the field of a directive if the field holds only the key.
FIELD_OR_KEY = re.compile(rf'(?P<field> \w+=")?{STABLE_KEY.pattern}(?(field)")', re.IGNORECASE)


@dataclass(frozen=True)
class Content:
    text: str
    shown: dict[str, Any]
    files: dict[str, str]
    change: dict[str, str] | None = None
    # How the text was made; None if nothing was declared.
    declaration: str | None = None

    @cached_property
    def hash(self) -> str:
        return content_hash(text=self.text, shown=self.shown, files=self.files)

    @property
    def own(self) -> dict[str, Any]:
        """The content of the page itself, without ``around``, and what it says about its change and its making."""
        own = {key: value for key, value in self.shown.items() if key != "around"}
        own |= {"text": self.text, "files": self.files}
        return with_statements(own, change=self.change, declaration=self.declaration)


def differences(then: Content, now: Content) -> list[str]:
    """The names of fields of the page itself that differ. Objects deleted since are not a difference."""
    old, new = replace(then, change=None).own, replace(now, change=None).own
    names = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
    if not names:
        return []
    cover, replacement = (old.get("cover") or {}).get("key", ""), old.get("replaced_by")
    standing = ids_named(f"{then.text} {cover} {replacement}")
    left = {
        "cover": old.get("cover") if cover in standing else None,
        "replaced_by": replacement if replacement in standing else None,
        "files": {key: digest for key, digest in then.files.items() if key in standing},
        **{name: existing_keys(old[name], *by) for name, by in RELATED_MODELS.items() if name in old},
    }
    if re.fullmatch(pattern_without_deleted(then.text, standing), now.text):
        left["text"] = now.text
    return [name for name in names if name not in left or new.get(name) != left[name]]


def existing_keys(keys: list[str] | str | None, model: type[Model], field: str) -> list[str] | str | None:
    wanted = keys if isinstance(keys, list) else [keys]
    if field == "uuid":
        # The slug of a deleted author may stand in a version of the first format.
        wanted = [key for key in wanted if is_uuid(key)]
    found = model.objects.filter(**{f"{field}__in": wanted})
    standing = {str(key) for key in found.values_list(field, flat=True)}
    if isinstance(keys, list):
        return [key for key in keys if key in standing]
    return keys if keys in standing else None


def is_uuid(key: str) -> bool:
    try:
        return str(UUID(key)) == key
    except ValueError:
        return False


def with_author_keys(shown: dict[str, Any]) -> dict[str, Any]:
    """``shown`` of a version of the first format, which has authors by slug and their names, in the present form."""
    around = {**shown.get("around", {})}
    if not (named := around.pop("authors", None)):
        return {**shown, "around": around}
    keys = {slug: str(key) for slug, key in Author.objects.filter(slug__in=named).values_list("slug", "uuid")}
    return {**shown, "authors": [keys.get(slug, slug) for slug in shown["authors"]], "around": around}


def pattern_without_deleted(text: str, standing: dict[str, int]) -> str:
    """A pattern that accepts ``gone``, a number or no field in place of the keys of deleted objects."""
    pattern, end = "", 0
    for found in FIELD_OR_KEY.finditer(text):
        field, kind, key = found.groups()
        pattern, end = pattern + re.escape(text[end : found.start()]), found.end()
        if "-" not in key or f"{kind}:{key}".lower() in standing:
            pattern += re.escape(found[0])
        else:
            # A deleted post may be written as the number of a page.
            kind = "(?:post|page)" if kind.lower() in ("post", "page") else kind
            written = rf"{kind}:(?:{re.escape(key)}|gone|\d{{1,18}})"
            pattern += f'(?:{field}{written}")?' if field else written
    return pattern + re.escape(text[end:])


def content_of(page: VersionedPageMixin) -> Content:
    """The content of a stored page or a draft, with the relations of that instance."""
    if isinstance(page, PublishedTextMixin):
        shown = {**text_metadata(page), "around": {"address": page.full_url or ""}}
        return Content(shown=shown, **text_and_files(page))
    return content_of_post(page)


def content_of_post(post: PostPage) -> Content:
    authors, tags = authors_of(post), tags_of(post)
    shown = {**metadata(post, authors, tags), "around": context_at_publication(post, tags)}
    return Content(shown=shown, change=post.change, declaration=post.declaration, **text_and_files(post))


def own_content(page: VersionedPageMixin) -> dict[str, Any]:
    """The same as ``content_of(page).own``, in fewer queries."""
    if isinstance(page, PublishedTextMixin):
        return {**text_metadata(page), **text_and_files(page)}
    own = {**metadata(page, authors_of(page), tags_of(page)), **text_and_files(page)}
    return with_statements(own, change=page.change, declaration=page.declaration)


def with_statements(own: dict[str, Any], **statements: object) -> dict[str, Any]:
    """With those statements that were made, so that content without any has the same hash as before there were some."""
    return {**own, **{name: value for name, value in statements.items() if value}}


def have_same_content(first: VersionedPageMixin, second: VersionedPageMixin) -> bool:
    """Whether both have equal ``own_content``. Different texts, the usual case, need no query."""
    return text_of(first) == text_of(second) and own_content(first) == own_content(second)


def text_of(page: VersionedPageMixin) -> str:
    return canonical_text_of_blocks(page.stored_blocks)


def text_and_files(page: VersionedPageMixin) -> dict[str, Any]:
    text, cover = text_of(page), getattr(page, "cover", None)
    return {"text": text, "files": file_hashes(text, loaded=[cover] if cover else [])}


def text_metadata(page: PublishedTextMixin) -> dict[str, Any]:
    return {**{field: getattr(page, field) for field in page.shown_fields}, "language": page.locale.language_code}


def metadata(post: PostPage, authors: list[Author], tags: list[Tag]) -> dict[str, Any]:
    return {
        **{field: getattr(post, field) for field in CONTENT_FIELDS},
        "language": post.locale.language_code,
        "published_on": format_moment(post.published_on),
        "cover": {"key": key_of(post.cover), "alt": post.shown_cover_alt} if post.cover else None,
        "authors": [str(author.uuid) for author in authors],
        "topic": post.topic.slug if post.topic else None,
        "tags": [tag.slug for tag in tags],
        "series": post.series.slug if post.series else None,
        # Only where there is one, so that versions from before this field show the same.
        **({"replaced_by": f"post:{post.replaced_by.uuid}"} if post.replaced_by else {}),
    }


def context_at_publication(post: PostPage, tags: list[Tag]) -> dict[str, Any]:
    site, *address = post.get_url_parts() or (None,)
    return {
        "address": "".join(filter(None, address)),
        "published_at": format_moment(post.first_public_at),
        "licence": post.licence or licence_of_site(site),
        "cover_credit": post.cover.credit if post.cover else "",
        "topic": post.topic.name if post.topic else None,
        "tags": {tag.slug: tag.name for tag in tags},
        "series": post.series.title if post.series else None,
    }


def authors_of(post: PostPage) -> list[Author]:
    rows = list(post.post_authors.all())
    prefetch_related_objects(rows, "author")
    return [row.author for row in rows]


def tags_of(post: PostPage) -> list[Tag]:
    items = list(post.tagged_items.all())
    prefetch_related_objects(items, "tag")
    return sorted((item.tag for item in items), key=lambda tag: tag.slug)


def licence_of_site(site: int | None) -> str:
    # Not for_site, which would create missing settings.
    return str((BlogSettings.objects.filter(site=site).first() or BlogSettings()).licence)


def format_moment(value: datetime | None) -> str | None:
    return format_timestamp(value) if value else None
