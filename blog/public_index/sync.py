"""Synchronizes PublicPost, its narrow copies and its counts with the page tree.

Only ``sync`` writes them. It is called inside the transaction that changed a post. It compares the expected entries
with the current ones, so that it is idempotent.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from wagtail.models import Page

from blog.page_tree import below, blog_model, open_paths, post_model
from blog.public_index.last_change import note_change
from blog.public_index.models import PublicCount, PublicList, PublicPost, PublicPostAuthor, PublicPostTag
from blog.settings.timezones import zone_of_page, zones_by_site

if TYPE_CHECKING:
    from blog.pages.blog_index import BlogIndexPage
    from blog.pages.post import PostPage

POSTS_PER_BATCH = 500

type ListKey = tuple[int, str, int]


@dataclass
class Entry:
    """A row of PublicPost with its tags, and its authors in order."""

    row: PublicPost
    tags: set[int] = field(default_factory=set)
    authors: list[int] = field(default_factory=list)

    def lists(self) -> Iterator[ListKey]:
        """The lists that contain this post, as (blog, kind, key)."""
        row, blog = self.row, self.row.blog_id
        yield blog, PublicList.BLOG, 0
        yield blog, PublicList.MONTH, row.month
        if row.topic_id:
            yield blog, PublicList.TOPIC, row.topic_id
        if row.series_id:
            yield blog, PublicList.SERIES, row.series_id
        yield from ((blog, PublicList.TAG, tag) for tag in self.tags)
        yield from ((blog, PublicList.AUTHOR, author) for author in self.authors)

    def values(self) -> dict[str, object]:
        return {column.attname: getattr(self.row, column.attname) for column in PublicPost._meta.concrete_fields}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Entry):
            return NotImplemented
        return (self.values(), self.tags, self.authors) == (other.values(), other.tags, other.authors)

    __hash__ = None


def sync(post_ids: Iterable[int]) -> int:
    """Synchronizes the rows of these posts with the page tree. Returns the number of changed posts."""
    return sum(_sync_batch(batch) for batch in batched(post_ids, POSTS_PER_BATCH))


def sync_below(page: Page) -> int:
    """Synchronizes a page and all posts below it. Returns the number of changed posts."""
    ids = post_model().objects.filter(below(page.path)).values_list("pk", flat=True)
    return sync(list(ids))


def remove(post_ids: Iterable[int]) -> None:
    """Removes posts that are being deleted from the table and from all counts."""
    for batch in batched(post_ids, POSTS_PER_BATCH):
        with transaction.atomic():
            _write(current_entries(batch), {})


def remove_hidden(now: datetime | None = None) -> int:
    """Removes rows of posts that have expired or have a restriction of their own. Returns the number of rows."""
    expired = PublicPost.objects.filter(expires_at__lte=now or timezone.now())
    restricted = PublicPost.objects.filter(post__view_restrictions__isnull=False)
    return sync({*expired.values_list("pk", flat=True), *restricted.values_list("pk", flat=True)})


def sync_stored(post: "PostPage") -> None:
    """Synchronizes a post that was saved and reloaded (``reload_for_update``) in the current transaction."""
    _write(current_entries([post.pk]), entries_for([post]))


def _sync_batch(post_ids: tuple[int, ...]) -> int:
    with transaction.atomic():
        # Concurrent changes of the same post wait for each other here.
        if connection.features.has_select_for_update:
            posts = post_model().objects.select_for_update(of=("self",)).filter(pk__in=post_ids)
            list(posts.order_by("pk").values_list("pk"))
        new = expected_entries(post_ids)
        return _write(current_entries(post_ids), new)


def current_entries(post_ids: Iterable[int]) -> dict[int, Entry]:
    """The entries in the table, by post id."""
    rows = PublicPost.objects.filter(pk__in=post_ids)
    entries = {row.pk: Entry(row) for row in rows}
    for post, tag in PublicPostTag.objects.filter(post__in=entries).values_list("post_id", "tag_id"):
        entries[post].tags.add(tag)
    authors = PublicPostAuthor.objects.filter(post__in=entries).order_by("place")
    for post, author in authors.values_list("post_id", "author_id"):
        entries[post].authors.append(author)
    return entries


def expected_entries(post_ids: Iterable[int]) -> dict[int, Entry]:
    """The entries that should be in the table, by post id, computed from the page tree."""
    return entries_for(post_model().objects.filter(pk__in=post_ids, live=True).defer("body").with_authors_and_tags())


def entries_for(posts: "Iterable[PostPage]") -> dict[int, Entry]:
    """The entries that should be in the table for these stored posts, by post id."""
    posts = [post for post in posts if post.live and not post.is_over and post.first_public_at]
    # An old database or a script may have added a restriction to a single post.
    reachable = open_paths(str(post.path) for post in posts)
    posts = [post for post in posts if post.path in reachable]
    blogs = {blog.path: blog for blog in blog_model().objects.filter(path__in=set(map(_path_of_blog, posts)))}
    chosen = zones_by_site() if blogs else {}
    zone_by_blog = {blog.pk: zone_of_page(blog, chosen) for blog in blogs.values()}
    entries = {}
    for post in posts:
        if blog := blogs.get(_path_of_blog(post)):
            tags = {item.tag_id for item in post.tagged_items.all()}
            authors = [row.author_id for row in post.post_authors.all()]
            entries[post.pk] = Entry(_row(post, blog, zone_by_blog[blog.pk]), tags, authors)
    return entries


def _path_of_blog(post: "PostPage") -> str:
    return str(post.path)[: -Page.steplen]


def _row(post: "PostPage", blog: "BlogIndexPage", zone: ZoneInfo) -> PublicPost:
    local = post.first_public_at.astimezone(zone)
    return PublicPost(
        post_id=post.pk,
        blog_id=blog.pk,
        published_at=post.first_public_at,
        updated_at=post.changed_at,
        expires_at=post.expire_at,
        month=local.year * 100 + local.month,
        slug=post.slug,
        title=post.title,
        summary=post.summary,
        minutes=post.minutes,
        topic_id=post.topic_id,
        series_id=post.series_id,
        series_place=post.series_place,
        cover_id=post.cover_id,
        cover_alt=post.shown_cover_alt,
    )


def _write(old: dict[int, Entry], new: dict[int, Entry]) -> int:
    changed = {post for post in old.keys() | new.keys() if old.get(post) != new.get(post)}
    if not changed:
        return 0
    note_change()
    copied = {post for post in changed if _copies(old.get(post)) != _copies(new.get(post))}
    if any(old[post].tags or old[post].authors for post in copied & old.keys()):
        for copies in (PublicPostTag, PublicPostAuthor):
            copies.objects.filter(post__in=copied).delete()
    PublicPost.objects.filter(pk__in=changed - new.keys()).delete()
    entries = [new[post] for post in sorted(changed & new.keys())]
    columns = [column.name for column in PublicPost._meta.concrete_fields if not column.primary_key]
    PublicPost.objects.bulk_create(
        [entry.row for entry in entries],
        update_conflicts=True,
        unique_fields=["post"],
        update_fields=columns,
    )
    entries = [entry for entry in entries if entry.row.pk in copied]
    PublicPostTag.objects.bulk_create(
        PublicPostTag(tag_id=tag, **_narrow(entry.row)) for entry in entries for tag in sorted(entry.tags)
    )
    PublicPostAuthor.objects.bulk_create(
        PublicPostAuthor(author_id=author, place=place, **_narrow(entry.row))
        for entry in entries
        for place, author in enumerate(entry.authors)
    )
    _count(old, new, changed)
    return len(changed)


def _copies(entry: Entry | None) -> tuple | None:
    """The values of the entry in the narrow copies."""
    return entry and (entry.tags, entry.authors, _narrow(entry.row))


def _narrow(row: PublicPost) -> dict[str, object]:
    return {
        "public_id": row.pk,
        "post_id": row.pk,
        "blog_id": row.blog_id,
        "published_at": row.published_at,
        "expires_at": row.expires_at,
    }


def _count(old: dict[int, Entry], new: dict[int, Entry], changed: set[int]) -> None:
    """Adds the differences to the counts atomically, so that concurrent changes are not lost."""
    differences: Counter[ListKey] = Counter()
    for post in changed:
        if entry := new.get(post):
            differences.update(entry.lists())
        if entry := old.get(post):
            differences.subtract(entry.lists())
    by_step: dict[int, list[ListKey]] = defaultdict(list)
    for key, step in sorted(differences.items()):
        if step:
            by_step[step].append(key)
    for step, keys in by_step.items():
        for blog, kind, key in keys:
            _step(PublicCount(blog_id=blog, kind=kind, key=key), step)


def _step(count: PublicCount, step: int) -> None:
    same = PublicCount.objects.filter(blog=count.blog_id, kind=count.kind, key=count.key)
    if step > 0:
        PublicCount.objects.bulk_create([count], ignore_conflicts=True)
    same.update(posts=F("posts") + step)
    if step < 0:
        same.filter(posts=0).delete()
