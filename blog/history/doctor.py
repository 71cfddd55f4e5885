"""Compares live posts with their newest versions, and the hashes of each chain of versions."""

from collections.abc import Iterator

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from blog.history.content import Content, content_of, differences
from blog.history.corrections import index_significant_changes, unindexed_versions
from blog.history.models import PublishedVersion
from blog.history.triggers import changed_triggers, restore_triggers
from blog.history.verification import broken_chains
from blog.models import PostPage
from blog.page_tree import IN_TRASH
from blog.pages.publication import Publication, run_steps
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
    for post, finding in posts_not_matching_version():
        reason = ""
        if repair:
            try:
                repaired += backfill(post)
            except ValidationError as refused:
                reason = f" {refused.messages[0]}"
        findings.append(finding + reason)
    if lost := list(unindexed_versions()):
        findings.append(f"{len(lost)} corrections or changes with new information are missing in their index.")
        repaired += index_significant_changes(lost) if repair else 0
    return findings + list(broken_chains()), repaired


def posts_not_matching_version() -> Iterator[tuple[int, str]]:
    """Each live post that differs from its newest version, as (post id, description).

    Names of related objects are not compared: a renamed topic does not change its posts, and is recorded
    in the next version of each.
    """
    # Posts in the trash are not public and have another address.
    posts = PostPage.objects.filter(live=True).exclude(IN_TRASH).select_related("locale", "topic", "series", "cover")
    for post in posts.order_by("pk").iterator(chunk_size=100):
        newest = PublishedVersion.objects.filter(post_uuid=post.uuid).order_by("-number").first()
        if newest is None:
            yield post.pk, f"Post {post.pk} “{post.title}” is live, but has no version in its history."
            continue
        differences = ["it cannot be read, and the log says why"]
        with skip_broken(post.pk):
            differences = differences_from_version(newest, content_of(post))
        if differences:
            what = ", ".join(differences)
            yield post.pk, f"Post {post.pk} “{post.title}” is not what its version {newest.number} says: {what}."


def differences_from_version(version: PublishedVersion, content: Content) -> list[str]:
    """The names of fields of the post itself that differ from the version."""
    if version.records(content):
        return []
    if version.redacted_at and version.format is None:
        return ["the version is redacted, the post is not"]
    return differences(version.content, content)


@transaction.atomic
def backfill(pk: int) -> bool:
    """Records a missing version. Raises ValidationError if the live content may not be live."""
    post = PostPage.objects.select_for_update(of=("self",)).get(pk=pk)
    return run_steps(Publication(post, publisher=None), settings.BACKFILL_STEPS)
