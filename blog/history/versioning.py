"""Adds the versions of a post. Each function works inside the transaction of whoever calls it."""

from datetime import datetime

from django.contrib.auth.models import User
from django.dispatch import Signal
from django.utils import timezone

from blog.history.content import Content, content_of
from blog.history.hashes import version_hash
from blog.history.models import PublishedVersion
from blog.models import PostPage

# Sent with `post` and its `content` before a version is added of what goes live. What a receiver raises takes the
# version back and the post with it.
before_version = Signal()
# The same, before a version is added of what readers see already. What a receiver raises (a ValidationError) leaves
# the post as it is, without the version.
before_backfill = Signal()


def record_version(post: PostPage, *, publisher: User | None = None) -> PublishedVersion | None:
    """A new version of the post as it goes live; None where the newest one shows the same.

    The caller holds the post's row locked, as saving it does, so that numbers have no gap.
    """
    content, newest = content_of(post), newest_version(post)
    if newest and newest.content_hash == content.hash:
        return None
    before_version.send(PublishedVersion, post=post, content=content)
    return _add(post, content, newest, publisher=publisher)


def backfill_version(post: PostPage) -> PublishedVersion | None:
    """The same for a post that readers see already.

    Its first version is dated as of when it went live, a later one as of now.
    """
    content, newest = content_of(post), newest_version(post)
    if newest and newest.content_hash == content.hash:
        return None
    before_backfill.send(PublishedVersion, post=post, content=content)
    return _add(post, content, newest, since=None if newest else post.last_published_at)


def newest_version(post: PostPage) -> PublishedVersion | None:
    versions = PublishedVersion.objects.filter(post_uuid=post.uuid).defer("text", "shown", "files")
    return versions.order_by("-number").first()


def _add(
    post: PostPage,
    content: Content,
    newest: PublishedVersion | None,
    *,
    publisher: User | None = None,
    since: datetime | None = None,
) -> PublishedVersion:
    now = timezone.now()
    version = PublishedVersion(
        post_uuid=post.uuid,
        number=int(newest.number) + 1 if newest else 1,
        published_at=since or now,
        recorded_at=now,
        publisher=publisher,
        text=content.text,
        shown=content.shown,
        files=content.files,
        content_hash=content.hash,
        previous_hash=newest.hash if newest else "",
    )
    version.hash = version_hash(version)
    version.save(force_insert=True)
    return version
