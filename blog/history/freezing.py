"""Adds the versions of a post. Each function works inside the transaction of whoever calls it."""

from datetime import datetime

from django.contrib.auth.models import User
from django.utils import timezone

from blog.history.content import Content, content_of
from blog.history.hashes import version_hash
from blog.history.models import PublishedVersion
from blog.models import PostPage


def freeze(post: PostPage, *, publisher: User | None = None, since: datetime | None = None) -> PublishedVersion | None:
    """A new version of the post as it is stored; None where the newest one shows the same.

    The caller holds the post's row locked, as saving it does, so that numbers have no gap. ``since`` is when it went
    live, if that was not now.
    """
    content = content_of(post)
    newest = newest_version(post)
    if newest and newest.content_hash == content.hash:
        return None
    return _add(post, content, newest, publisher=publisher, since=since)


def newest_version(post: PostPage) -> PublishedVersion | None:
    versions = PublishedVersion.objects.filter(post_uuid=post.uuid).defer("text", "shown", "files")
    return versions.order_by("-number").first()


def _add(
    post: PostPage,
    content: Content,
    newest: PublishedVersion | None,
    *,
    publisher: User | None,
    since: datetime | None,
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
