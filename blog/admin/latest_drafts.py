"""Metadata of the newest draft of a post. The columns of a post hold what was last published."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.utils.dateparse import parse_datetime
from wagtail.models import Revision

from blog.pages.post import PostPage

DRAFT_FIELDS = ("topic", "series", "published_on", "post_authors", "tagged_items")


@dataclass(frozen=True)
class Draft:
    """The ids of the topic, series, tags and authors of a draft; authors in order."""

    topic: int | None
    series: int | None
    published_on: datetime | None
    authors: tuple[int, ...]
    tags: tuple[int, ...]


def newest_drafts(post_ids: Iterable[int] | None = None) -> dict[int, Draft]:
    """The newest drafts of these posts, or of all posts with a draft, by post id. Does not read their bodies."""
    changed = PostPage.objects.filter(has_unpublished_changes=True)
    if post_ids is not None:
        changed = changed.filter(pk__in=post_ids)
    revisions = Revision.page_revisions.filter(pk__in=changed.order_by().values("latest_revision"))
    rows = revisions.values_list("object_id", *(f"content__{key}" for key in DRAFT_FIELDS))
    drafts = {}
    for post, *values in rows:
        # A damaged draft must not break the list of the others.
        with suppress(TypeError, ValueError, KeyError):
            drafts[int(post)] = _draft(*values)
    return drafts


def _draft(
    topic: int | None, series: int | None, published_on: str | None, authors: list | None, tags: list | None
) -> Draft:
    return Draft(
        topic=int(topic) if topic else None,
        series=int(series) if series else None,
        published_on=parse_datetime(published_on) if published_on else None,
        authors=tuple(int(entry["author"]) for entry in authors or ()),
        tags=tuple(int(entry["tag"]) for entry in tags or ()),
    )
