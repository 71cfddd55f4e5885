"""Records the versions of a page, as steps of its publication (``PUBLISH_STEPS``).

The page's row is locked by whoever saves it, so that numbers have no gap.
"""

from datetime import datetime

from django.utils import timezone
from wagtail.models import Revision

from blog.history.changes import ChangeKind
from blog.history.content import content_of
from blog.history.corrections import index_significant_changes
from blog.history.hashes import commitment, leaves, new_nonces, version_hash
from blog.history.models import FORMAT, PublishedVersion, SiteEvent
from blog.history.site_log import blog_at, record_event
from blog.models import PostPage, PublishedTextMixin, VersionedPageMixin
from blog.page_tree import restrictions_on
from blog.pages.publication import Publication


def load_content(publication: Publication) -> None:
    """Loads what the page shows its readers and its newest version."""
    page = publication.page
    versions = PublishedVersion.objects.defer("text", "shown", "files", "nonces")
    publication.newest_version = versions.newest_of(page.uuid)
    publication.content = content_of(page)
    newest = publication.newest_version
    if newest and newest.last_event == SiteEvent.Kind.UNPUBLISHED:
        record_event(page, SiteEvent.Kind.PUBLISHED, blog=blog_at(page.path))
    if publication.content.change and publication.is_recorded:
        # There is no change that it could describe.
        clear_change(page)


def record_version(publication: Publication) -> None:
    _record(publication)


def backfill_version(publication: Publication) -> None:
    """The version of what readers see already: the first is dated as of when it went live, a later one as of now."""
    since = None if publication.newest_version else publication.page.last_published_at
    _record(publication, since=since)


def _record(publication: Publication, *, since: datetime | None = None) -> None:
    now = timezone.now()
    audience, blog = audience_of(publication.page)
    content, newest = publication.content, publication.newest_version
    version = PublishedVersion(
        post_uuid=publication.page.uuid,
        number=int(newest.number) + 1 if newest else 1,
        published_at=since or now,
        recorded_at=now,
        publisher=publication.publisher,
        text=content.text,
        shown=content.shown,
        files=content.files,
        content_hash=content.hash,
        previous_hash=newest.hash if newest else "",
        format=FORMAT,
        record={
            "page_kind": publication.page.page_kind,
            "audience": audience,
            "change": content.change,
            "declaration": content.declaration,
            **publication.record,
        },
    )
    version.nonces = new_nonces(leaves(version))
    version.commitment = commitment(version)
    version.hash = version_hash(version)
    version.save(force_insert=True)
    index_significant_changes([version])
    publication.newest_version = version
    _log(version, content.change, blog)
    if content.change:
        clear_change(publication.page)


def _log(version: PublishedVersion, change: dict[str, str] | None, blog: int | None) -> None:
    """Logs the first publication, and corrections. ``blog`` is None if not everybody can read the post."""
    is_correction = bool(change) and change.get("kind") == ChangeKind.CORRECTION
    if blog and (version.number == 1 or is_correction):
        kind = SiteEvent.Kind.CORRECTED if is_correction else SiteEvent.Kind.PUBLISHED
        SiteEvent.objects.create(post_uuid=version.post_uuid, blog_id=blog, kind=kind, at=version.published_at)


def audience_of(page: VersionedPageMixin) -> tuple[str, int | None]:
    """Who can read the page now, and the blog in which everybody can. ``PublicPost`` has the row of a post already."""
    if isinstance(page, PublishedTextMixin) and page.is_public:
        return "everybody", None
    if blog := PostPage.objects.readable().filter(pk=page.pk).values_list("public__blog", flat=True).first():
        return "everybody", blog
    return "restricted" if restrictions_on(page.path).exists() else "nobody", None


def clear_change(post: PostPage) -> None:
    """The next draft begins another change."""
    post.change = None
    PostPage.objects.filter(pk=post.pk).update(change=None)
    if revision := Revision.objects.filter(pk=post.live_revision_id).first():
        Revision.objects.filter(pk=revision.pk).update(content={**revision.content, "change": None})
