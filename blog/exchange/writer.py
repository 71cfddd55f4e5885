"""Writes imported posts as revisions. The caller opens a transaction for each post."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from blog.exchange.authors_and_tags import (
    get_or_create_authors,
    get_or_create_series,
    get_or_create_tags,
    get_or_create_topic,
)
from blog.exchange.fingerprint import count_pictures, fingerprint_of
from blog.exchange.imported_post import ImportedPost
from blog.exchange.models import ImportedSource
from blog.markdown.ids import with_ids
from blog.models import BlogIndexPage, PostAuthor, PostPage
from blog.review.approval.approvals import record_trusted_approval
from blog.review.models import Approval

# Increase when reading gives another result for the same source. Posts without edits are then written again.
READER_VERSION = 5


@dataclass(frozen=True, slots=True)
class WrittenContent:
    """The stored blocks and the id of the cover."""

    blocks: list[dict[str, Any]]
    cover: int | None


def source_hash(parts: dict[str, Any]) -> str:
    """SHA-256 of everything that the import of a post depends on."""
    text = json.dumps({"reader": READER_VERSION, **parts}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(slots=True)
class Writer:
    blog: BlogIndexPage
    source_name: str

    def create(self, post: ImportedPost, slug: str, content: WrittenContent, *, digest: str) -> PostPage:
        """Creates a page and publishes it unless it is a draft. Without a `digest` it stays a draft to be finished.

        Publishing the revision, instead of adding a live page, makes what readers see equal a revision.
        """
        page = PostPage(slug=slug, live=False, has_unpublished_changes=True)
        self._fill(page, post, content)
        with disable_reference_index_auto_update():
            self.blog.add_child(instance=page)
        source = ImportedSource(source_name=self.source_name, source_id=post.source_id, post=page)
        self._save(page, source, digest=digest, publish=bool(digest) and not post.is_draft)
        return page

    def rewrite(self, source: ImportedSource, post: ImportedPost, content: WrittenContent, *, digest: str) -> PostPage:
        """Writes a revision of an unedited page. Publishes it if the page is live, or should be for the first time."""
        page = source.post.get_latest_revision_as_object()
        wants_publishing = page.live or (page.first_published_at is None and not post.is_draft)
        self._fill(page, post, content)
        self._save(page, source, digest=digest, publish=wants_publishing)
        return page

    def _fill(self, page: PostPage, post: ImportedPost, content: WrittenContent) -> None:
        page.title = post.title
        page.summary = post.summary
        page.canonical_url = post.canonical_url
        page.licence = post.licence
        page.body = json.dumps(with_ids(content.blocks))
        page.cover_id = content.cover
        page.cover_alt = post.cover.alt if post.cover and content.cover else ""
        page.cover_is_decorative = bool(content.cover) and not page.cover_alt
        published_on, go_live_at = publication_dates(post.date, now=timezone.now(), is_draft=post.is_draft)
        page.published_on = published_on or page.published_on
        page.expire_at = post.expires_at
        if not page.live:
            page.go_live_at = go_live_at
        page.topic = get_or_create_topic(post.topic)
        page.series, page.series_place = get_or_create_series(post.series), post.series_place if post.series else None
        page.tags.set(get_or_create_tags(post.tags))
        page.post_authors = [
            PostAuthor(author=author, sort_order=place)
            for place, author in enumerate(get_or_create_authors(post.authors))
        ]

    def _save(self, page: PostPage, source: ImportedSource, *, digest: str, publish: bool) -> None:
        with disable_reference_index_auto_update():
            # A new page was validated when it was added; a rewritten one is validated here.
            revision = page.save_revision(clean=source.pk is not None)
            if publish:
                record_trusted_approval(page, kind=Approval.Kind.IMPORT)
                revision.publish()
        ReferenceIndex.create_or_update_for_object(PostPage.objects.get(pk=page.pk))
        source.source_hash = digest
        source.written_hash = fingerprint_of(page, revision)
        source.save()


def publication_dates(
    moment: datetime | None, *, now: datetime, is_draft: bool
) -> tuple[datetime | None, datetime | None]:
    """The publication date and the schedule. A future date is a schedule, unless the post is a draft."""
    if moment is None or moment <= now:
        return moment, None
    return None, None if is_draft else moment


def is_edited(source: ImportedSource) -> bool:
    """Whether somebody changed the post after the import."""
    revision = source.post.get_latest_revision()
    post = revision.as_object() if revision else source.post
    return fingerprint_of(post, revision) != source.written_hash


def would_lose_pictures(source: ImportedSource, blocks: list[dict[str, Any]]) -> bool:
    stored = list(source.post.get_latest_revision_as_object().body.get_prep_value())
    return count_pictures(blocks) < count_pictures(stored)
