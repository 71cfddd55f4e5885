"""The YAML front matter of a post, with keys that ``import_markdown`` reads."""

from datetime import datetime
from typing import Any

import yaml
from django.db.models import CharField, IntegerField, Value
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from blog.history.post_changes import public_changes
from blog.models import BlogSettings, PostAuthor, PostPage, TaggedPost


def front_matter(post: PostPage, request: HttpRequest, *, version: int | None) -> str:
    """The front matter between lines of three hyphens, without empty values."""
    values = {name: value for name, value in front_matter_values(post, request, version=version).items() if value}
    return f"---\n{yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=10**6)}---\n"


def front_matter_values(post: PostPage, request: HttpRequest, *, version: int | None) -> dict[str, Any]:
    """``url`` is the address of the page, ``canonical_url`` that of another site where the post appeared first."""
    authors, tags = author_and_tag_names(post)
    return {
        "title": post.title,
        "summary": post.summary,
        "authors": authors,
        "date": to_the_second(post.first_public_at),
        "updated": to_the_second(post.changed_at),
        "expires": to_the_second(post.expire_at),
        "topic": post.topic.name if post.topic else "",
        "tags": tags,
        "series": post.series.title if post.series else "",
        "series_place": post.series_place,
        "image": request.build_absolute_uri(post.cover.file.url) if post.cover else "",
        "image_alt": post.shown_cover_alt if post.cover else "",
        "licence": str(post.licence or BlogSettings.for_request(request).licence),
        "url": post.get_full_url(request),
        "canonical_url": post.canonical_url,
        "key": f"post:{post.uuid}",
        "language": get_language(),
        "version": version,
        "corrections": [
            {"version": change.number, "date": to_the_second(change.published_at), "wrong": change.description["wrong"]}
            | {"right": change.description["right"]}
            for change in public_changes(post, request).corrections
        ],
    }


def author_and_tag_names(post: PostPage) -> tuple[list[str], list[str]]:
    """The names of the ordered authors and of the tags, in one query."""

    def kind(name: str) -> Value:
        return Value(name, output_field=CharField())

    authors = PostAuthor.objects.filter(page=post).order_by()
    tags = TaggedPost.objects.filter(content_object=post).order_by()
    first = Value(0, output_field=IntegerField())
    rows = authors.values_list(kind("author"), "sort_order", "author__name").union(
        tags.values_list(kind("tag"), first, "tag__name"), all=True
    )
    in_order = sorted(rows, key=lambda row: (*row[:2], row[2].casefold()))
    return [name for of, _, name in in_order if of == "author"], [name for of, _, name in in_order if of == "tag"]


def to_the_second(moment: datetime | None) -> datetime | None:
    return timezone.localtime(moment).replace(microsecond=0) if moment else None
