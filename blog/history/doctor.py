"""Compares live pages with their newest versions, and the hashes of each chain of versions."""

from collections.abc import Iterator

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from blog.history.content import Content, content_of, differences
from blog.history.corrections import index_significant_changes, unindexed_versions
from blog.history.models import PublishedVersion
from blog.history.triggers import changed_triggers, restore_triggers
from blog.history.verification import broken_chains
from blog.models import PostPage, VersionedPageMixin
from blog.page_tree import IN_TRASH
from blog.pages.publication import Publication, run_steps
from blog.pages.versioned import published_text_models
from blog.views.broken_posts import skip_broken

TRIGGER_MESSAGE = (
    "The database does not guard published versions: a trigger is missing or was changed. "
    "doctor --repair puts it back and touches no version."
)


def examine(*, repair: bool) -> tuple[list[str], int]:
    """Returns the problems as sentences, and how many were repaired."""
    findings, repaired = [], 0
    if changed_triggers(connection):
        findings.append(TRIGGER_MESSAGE)
        if repair:
            restore_triggers(connection)
            repaired += 1
    for page, finding in pages_not_matching_version():
        reason = ""
        if repair:
            try:
                repaired += backfill(page)
            except ValidationError as refused:
                reason = f" {refused.messages[0]}"
        findings.append(finding + reason)
    if lost := list(unindexed_versions()):
        findings.append(f"{len(lost)} corrections or changes with new information are missing in their index.")
        repaired += index_significant_changes(lost) if repair else 0
    return findings + list(broken_chains()), repaired


def pages_not_matching_version() -> Iterator[tuple[VersionedPageMixin, str]]:
    """Each live page that differs from its newest version, with a description.

    Names of related objects are not compared: a renamed topic does not change its posts, and is recorded
    in the next version of each.
    """
    # Posts in the trash are not public and have another address.
    posts = PostPage.objects.exclude(IN_TRASH).select_related("topic", "series", "cover")
    for pages in (posts, *(model.objects.all() for model in published_text_models())):
        for page in pages.filter(live=True).select_related("locale").order_by("pk").iterator(chunk_size=100):
            kind = "Post" if isinstance(page, PostPage) else "Page"
            newest = PublishedVersion.objects.filter(post_uuid=page.uuid).order_by("-number").first()
            if newest is None:
                yield page, f"{kind} {page.pk} “{page.title}” is live, but has no version in its history."
                continue
            differences = ["it cannot be read, and the log says why"]
            with skip_broken(page.pk):
                differences = differences_from_version(newest, content_of(page))
            if differences:
                what = ", ".join(differences)
                yield page, f"{kind} {page.pk} “{page.title}” is not what its version {newest.number} says: {what}."


def backfill_texts() -> int:
    """Records what live pages beside the posts show that have no version, as after the update that added these.

    Returns how many there were.
    """
    versions = PublishedVersion.objects.filter(post_uuid=OuterRef("uuid"))
    pages = [page for model in published_text_models() for page in model.objects.filter(~Exists(versions), live=True)]
    return sum(map(backfill, pages))


def differences_from_version(version: PublishedVersion, content: Content) -> list[str]:
    """The names of fields of the page itself that differ from the version."""
    if version.records(content):
        return []
    if version.redacted_at and version.format is None:
        return ["the version is redacted, the post is not"]
    return differences(version.content, content)


@transaction.atomic
def backfill(page: VersionedPageMixin) -> bool:
    """Records a missing version. Raises ValidationError if the live content may not be live."""
    stored = type(page).objects.select_for_update(of=("self",)).get(pk=page.pk)
    return run_steps(Publication(stored, publisher=None), settings.BACKFILL_STEPS)
