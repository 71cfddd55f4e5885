"""Refuses to replace the file, or the words shown with it, of a picture or document in a live page.

Readers would see the replacement without an approval.
"""

from collections.abc import Iterable, Iterator

from django.db.models import Exists, OuterRef, Q
from wagtail.models import ReferenceIndex

from blog.body.file_hashes import key_of
from blog.history.models import PublishedVersion
from blog.models import BlogDocument, BlogImage, PostPage, VersionedPageMixin
from blog.pages.publication import current_publisher
from blog.pages.versioned import published_text_models
from blog.review.approval.second_approver import requires_second_approver
from blog.review.exceptions import ReplacementRefused


def check_file_replacement(medium: BlogImage | BlogDocument) -> None:
    """Raises ReplacementRefused if a live page would show another file or other words with it."""
    stored = type(medium).objects.filter(pk=medium.pk).first()
    if stored is None:
        return
    page = None
    if stored.file.name != medium.file.name or not medium.file._committed:
        page = next(live_pages_using(medium), None)
    elif isinstance(medium, BlogDocument) and stored.title != medium.title:
        # The page shows it as the name of a recording without a title.
        page = first_not_publishable(live_pages_using(medium))
    elif isinstance(medium, BlogImage) and stored.credit != medium.credit:
        page = first_not_publishable(PostPage.objects.filter(cover=medium, live=True))
    if page and requires_second_approver():
        raise ReplacementRefused(medium, page)


def first_not_publishable(pages: Iterable[VersionedPageMixin]) -> VersionedPageMixin | None:
    """The first page that the current user may not publish."""
    user = current_publisher()
    return next((page for page in pages if user and not page.permissions_for_user(user).can_publish()), None)


def live_pages_using(medium: BlogImage | BlogDocument) -> Iterator[VersionedPageMixin]:
    """The live pages whose newest version has the file. A redaction may have removed all of it: then those that refer
    to the file.
    """
    later = PublishedVersion.objects.filter(post_uuid=OuterRef("post_uuid"), number__gt=OuterRef("number"))
    newest = PublishedVersion.objects.filter(~Exists(later))
    using = newest.filter(files__has_key=key_of(medium)).values("post_uuid")
    emptied = newest.filter(format=None, redacted_at__isnull=False).values("post_uuid")
    referring = ReferenceIndex.get_references_to(medium).values_list("object_id", flat=True)
    yield from PostPage.objects.filter(
        Q(uuid__in=using) | Q(uuid__in=emptied, pk__in=[int(pk) for pk in referring if pk.isdecimal()]), live=True
    )
    for model in published_text_models():
        yield from model.objects.filter(uuid__in=using, live=True)
