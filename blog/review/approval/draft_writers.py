"""Keeps who wrote what has not gone live yet. Whoever did may not approve it."""

from django.contrib.auth.models import User
from wagtail.models import Revision

from blog.history.content import have_same_content
from blog.models import PostPage
from blog.pages.publication import Publication
from blog.review.approval.models import DraftWriter


def record_writer(revision: Revision) -> None:
    """Notes the person whose revision says something else than what was there before.

    A comment, a schedule or saving without a change makes nobody a writer.
    """
    if not revision.user_id:
        return
    post_id = int(revision.object_id)
    noted = DraftWriter.objects.filter(post=post_id, user=revision.user_id)
    if noted.update(revision=revision.pk) or not changes_content(revision):
        return
    DraftWriter.objects.create(post_id=post_id, user_id=revision.user_id, revision=revision.pk)


def changes_content(revision: Revision) -> bool:
    page, post = revision.content_object, revision.as_object()
    if before := page.revisions.filter(pk__lt=revision.pk).order_by("-pk").first():
        return not have_same_content(page.with_content_json(before.content), post)
    stored = PostPage.objects.get(pk=post.pk)
    return not stored.live or not have_same_content(stored, post)


def has_written(post: PostPage, user: User) -> bool:
    return DraftWriter.objects.filter(post=post.pk, user=user).exists()


def writers_of(post: PostPage) -> list[User]:
    return list(User.objects.filter(pk__in=post.draft_writers.values("user")).order_by("pk"))


def clear_published_writers(publication: Publication) -> None:
    """A revision goes live: those who wrote nothing after it start afresh."""
    post = publication.post
    if post.live_revision_id:
        DraftWriter.objects.filter(post=post.pk, revision__lte=post.live_revision_id).delete()
