"""Keeps who wrote what has not gone live yet. Whoever did may not approve it."""

from django.contrib.auth.models import User
from wagtail.models import Revision

from blog.models import PostPage
from blog.review.content import hash_of_post
from blog.review.models import DraftWriter


def note_writer(revision: Revision) -> None:
    """Notes the person whose revision says something else than what was there before.

    A comment, a schedule or saving without a change makes nobody a writer.
    """
    if not revision.user_id or not isinstance(post := revision.as_object(), PostPage):
        return
    noted = DraftWriter.objects.filter(post=post.pk, user=revision.user_id)
    if noted.update(revision=revision.pk) or not says_something_new(revision, post):
        return
    DraftWriter.objects.create(post_id=post.pk, user_id=revision.user_id, revision=revision.pk)


def says_something_new(revision: Revision, post: PostPage) -> bool:
    before = post.revisions.filter(pk__lt=revision.pk).order_by("-pk").first()
    if before:
        return hash_of_post(before.as_object()) != hash_of_post(post)
    stored = PostPage.objects.get(pk=post.pk)
    return not stored.live or hash_of_post(stored) != hash_of_post(post)


def has_written(post: PostPage, user: User) -> bool:
    return DraftWriter.objects.filter(post=post.pk, user=user).exists()


def writers_of(post: PostPage) -> list[User]:
    return list(User.objects.filter(pk__in=post.draft_writers.values("user")).order_by("pk"))


def forget_published(post: PostPage) -> None:
    """A revision went live: those who wrote nothing after it start afresh."""
    if post.live_revision_id:
        DraftWriter.objects.filter(post=post.pk, revision__lte=post.live_revision_id).delete()
