"""Records who wrote the changes since the last publication. They may not approve them."""

from django.contrib.auth.models import User
from wagtail.models import Revision

from blog.history.content import have_same_content
from blog.models import VersionedPageMixin
from blog.pages.publication import Publication
from blog.review.approval.models import DraftWriter


def record_writer(revision: Revision) -> None:
    """Records the user of a revision that changes the content.

    A comment, a schedule or a save without changes records nobody.
    """
    if not revision.user_id:
        return
    page_id = int(revision.object_id)
    noted = DraftWriter.objects.filter(page=page_id, user=revision.user_id)
    if noted.update(revision=revision.pk) or not changes_content(revision):
        return
    DraftWriter.objects.create(page_id=page_id, user_id=revision.user_id, revision=revision.pk)


def changes_content(revision: Revision) -> bool:
    page, draft = revision.content_object, revision.as_object()
    if before := page.revisions.filter(pk__lt=revision.pk).order_by("-pk").first():
        return not have_same_content(page.with_content_json(before.content), draft)
    stored = type(draft).objects.get(pk=draft.pk)
    return not stored.live or not have_same_content(stored, draft)


def has_written(page: VersionedPageMixin, user: User | None) -> bool:
    return DraftWriter.objects.filter(page=page.pk, user=user).exists()


def writers_of(page: VersionedPageMixin) -> list[User]:
    return list(User.objects.filter(pk__in=page.draft_writers.values("user")).order_by("pk"))


def clear_published_writers(publication: Publication) -> None:
    """Removes the writers whose newest revision goes live. A step of PUBLISH_STEPS."""
    page = publication.page
    if page.live_revision_id:
        DraftWriter.objects.filter(page=page.pk, revision__lte=page.live_revision_id).delete()
