"""Corrections and other changes that readers are told about: on posts, in feeds and in the list of corrections."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from blog.body.internal_links import absolute
from blog.history.changes import ChangeKind
from blog.history.models import PublishedVersion, ShownHistory, SignificantChange
from blog.history.public_versions import PUBLISHED_FOR_EVERYBODY, shown_versions, with_older_numbers
from blog.history.version_summary import recorded_change
from blog.models import BlogIndexPage, BlogSettings, PostPage, PublicPost

SIGNIFICANT_KINDS = (ChangeKind.INFORMATION, ChangeKind.CORRECTION)
# On the page of a post and in its entry of a feed. Older ones are in its history.
MAX_CORRECTIONS_ON_POST = 3
CORRECTIONS_SLUG = "corrections"
# What was redacted says nothing any more.
SAYS_WHAT_CHANGED = Q(redacted__isnull=True) | ~Q(redacted__has_key="record/change")


@dataclass(frozen=True)
class PublicChange:
    """What a public version says about its change.

    ``older_number`` is that of the public version before it, if both can be compared.
    """

    number: int
    published_at: datetime
    description: dict[str, str]
    post_url: str
    older_number: int | None
    has_older: bool
    post_title: str = ""

    @classmethod
    def of(cls, version: PublishedVersion, post_url: str, post_title: str = "") -> Self:
        redacted: dict[str, str] = version.redacted or {}
        return cls(
            version.number,
            version.published_at,
            {} if "record/change" in redacted else recorded_change(version),
            post_url,
            version.older_number if version.is_readable else None,
            version.has_older,
            post_title,
        )

    def below(self, root: str) -> Self:
        """The change with absolute addresses, for a feed."""
        return replace(self, post_url=absolute(root, self.post_url))

    @property
    def url(self) -> str:
        """The address of what changed, or of the version if it cannot be compared."""
        against = f"against/{self.older_number}/" if self.older_number else ""
        return f"{self.post_url}history/{self.number}/{against}"

    @property
    def since_url(self) -> str:
        """The address of what changes after this version."""
        return f"{self.post_url}history/since/{self.number}/"

    @property
    def is_correction(self) -> bool:
        return self.description.get("kind") == ChangeKind.CORRECTION

    @property
    def key(self) -> str:
        return self.description.get("id", "")


@dataclass
class PostChanges:
    """The newest public version of a post, and its corrections, newest first."""

    newest: PublicChange | None = None
    corrections: list[PublicChange] = field(default_factory=list)
    # When readers last got a correction or new information.
    news_at: datetime | None = None


def index_significant_changes(versions: Iterable[PublishedVersion]) -> int:
    """Adds those of these versions that are significant to the index. Returns how many."""
    rows = [
        SignificantChange(
            version=version,
            page_uuid=version.post_uuid,
            number=version.number,
            is_correction=recorded_change(version)["kind"] == ChangeKind.CORRECTION,
            published_at=version.published_at,
        )
        for version in versions
        if is_significant(version)
    ]
    SignificantChange.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def unindexed_versions() -> QuerySet[PublishedVersion]:
    kinds = [str(kind) for kind in SIGNIFICANT_KINDS]
    return PublishedVersion.objects.filter(
        PUBLISHED_FOR_EVERYBODY, SAYS_WHAT_CHANGED, record__change__kind__in=kinds, significant=None
    )


def is_significant(version: PublishedVersion) -> bool:
    record: dict[str, object] = version.record or {}
    return record.get("audience") == "everybody" and recorded_change(version).get("kind") in SIGNIFICANT_KINDS


def changes_of(posts: Collection[PostPage], settings: BlogSettings) -> dict[UUID, PostChanges]:
    """What readers are told about the changes of these public posts, in one query. Each has its ``public`` row."""
    changes = {post.uuid: PostChanges() for post in posts}
    if not changes:
        return {}
    significant = SignificantChange.objects.filter(page_uuid__in=changes)
    if not settings.shows_history:
        # Feeds say when a post changed, and nothing else.
        for uuid, moment in significant.order_by("published_at").values_list("page_uuid", "published_at"):
            changes[uuid].news_at = moment
        return changes
    urls = {post.uuid: post.public.url for post in posts}
    newest = shown_versions().filter(post_uuid=OuterRef("uuid")).order_by("-number").values("pk")[:1]
    with_newest = PostPage.objects.filter(uuid__in=changes).order_by().values_list(Subquery(newest))
    wanted = with_newest.union(significant.order_by().values_list("version"), all=True)
    for version in with_descriptions(shown_versions().filter(pk__in=wanted)).order_by("number"):
        _add(changes[version.post_uuid], version, urls[version.post_uuid])
    return changes


def _add(changes: PostChanges, version: PublishedVersion, post_url: str) -> None:
    """Adds a version that is newer than those before it."""
    change = changes.newest = PublicChange.of(version, post_url)
    if change.description.get("kind") in SIGNIFICANT_KINDS:
        changes.news_at = version.published_at
    if change.is_correction:
        changes.corrections.insert(0, change)


def significant_changes(
    blogs: Collection[BlogIndexPage], *, only_corrections: bool = False
) -> QuerySet[SignificantChange, dict[str, int]]:
    """The significant changes of public posts in these blogs that readers may see, newest first, as version ids.

    Reads no versions, so that it is quick with many of them.
    """
    # Asked for each change, because a list of all readable posts takes longer with each post.
    readable = PostPage.objects.readable().filter(public__blog__in=blogs, uuid=OuterRef("page_uuid"))
    hidden = ShownHistory.objects.filter(page_uuid=OuterRef("page_uuid"), first_number__gt=OuterRef("number"))
    found = SignificantChange.objects.filter(~Exists(hidden), Exists(readable))
    if only_corrections:
        found = found.filter(is_correction=True)
    return found.order_by("-published_at", "-version").values("version")


def changes_in(
    blogs: Collection[BlogIndexPage], versions: QuerySet[SignificantChange, dict[str, int]] | Collection[int]
) -> list[PublicChange]:
    """A part of the ``significant_changes`` of these blogs."""
    by_id = {blog.pk: blog for blog in blogs}
    row = PublicPost.objects.filter(post__uuid=OuterRef("post_uuid"))
    columns = {f"post_{name}": Subquery(row.values(name)[:1]) for name in ("title", "slug", "blog")}
    found = with_descriptions(shown_versions().filter(pk__in=versions)).annotate(**columns)
    return [
        PublicChange.of(version, by_id[version.post_blog].post_url(version.post_slug), version.post_title)
        for version in found.order_by("-published_at", "-pk")
    ]


def with_descriptions(versions: QuerySet[PublishedVersion]) -> QuerySet[PublishedVersion]:
    """The versions with what ``PublicChange`` needs, and without their text."""
    columns = ("post_uuid", "number", "published_at", "format", "redacted_at", "record", "redacted")
    return with_older_numbers(versions).only(*columns)


def newest_significant_change(blogs: Collection[BlogIndexPage], settings: BlogSettings) -> PublicChange | None:
    if not (settings.shows_history and blogs):
        return None
    newest = significant_changes(blogs).first()
    return next(iter(changes_in(blogs, [newest["version"]])), None) if newest else None


def corrections_url(blog: BlogIndexPage) -> str:
    return blog.later_list_url(CORRECTIONS_SLUG)
