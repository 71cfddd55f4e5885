"""What the save of a post does besides storing it: the steps of publishing, a signal, locks."""

from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.dispatch import Signal
from django.utils.module_loading import import_string
from wagtail.log_actions import LogContext, get_active_log_context
from wagtail.models import Page

if TYPE_CHECKING:
    from blog.models import PostPage

# Sent with `post`, freshly read from the database, after a save that wrote more than metadata, live or not. The
# transaction of the save is open, and its tags and authors are stored.
post_saved = Signal()

# What Wagtail writes to the row of a live post when it saves a draft of it. The rest of that instance is the draft.
METADATA_FIELDS = frozenset(
    (
        "draft_title", "has_unpublished_changes", "latest_revision", "latest_revision_created_at",
        "locked", "locked_at", "locked_by", "wagtail_admin_comments",
    )
)  # fmt: skip


def is_metadata_only(written: Iterable[str] | None) -> bool:
    """Whether ``save``, with this as its ``update_fields``, writes nothing of what readers see."""
    return written is not None and METADATA_FIELDS.issuperset(written)


def reload_for_update(post: "PostPage") -> "PostPage":
    """The same as the database holds it, after whoever else changes what readers see of it and before the next."""
    posts = type(post).objects.select_for_update(of=("self",)).with_authors_and_tags()
    return posts.select_related("locale", "topic", "series", "cover").get(pk=post.pk)


@dataclass
class Publication:
    """What a live post says from now on. The first step loads ``content`` and ``newest_version`` for the others."""

    post: "PostPage"
    publisher: User | None
    content: Any = None
    newest_version: Any = None

    @property
    def is_recorded(self) -> bool:
        """Whether the newest version shows what the post shows."""
        newest = self.newest_version
        return newest is not None and newest.content_hash == self.content.hash


def run_steps(publication: Publication, steps: list[str]) -> bool:
    """Runs the steps of PUBLISH_STEPS or BACKFILL_STEPS in order; returns whether there was something to record.

    The caller holds the post locked in a transaction. What a step raises takes everything back.
    """
    load_content, *others = map(import_string, steps)
    load_content(publication)
    if publication.is_recorded:
        return False
    for step in others:
        step(publication)
    return True


def after_save(stored: "PostPage") -> None:
    """Publishes the post if it is live, and sends ``post_saved``.

    Called inside the transaction of a save that wrote more than metadata: by a publication, a page added live, a copy
    that keeps live, an import.
    """
    if stored.live:
        run_steps(Publication(stored, current_publisher()), settings.PUBLISH_STEPS)
    post_saved.send(type(stored), post=stored)


def published_by(user: User | None) -> AbstractContextManager:
    """While this lasts ``publisher`` gives the user. Wagtail tells ``save`` no name, so its log's context keeps it."""
    is_known = user in (None, get_active_log_context().user)
    return nullcontext() if is_known else LogContext(user)


def current_publisher() -> User | None:
    """The person who is publishing; None where it is a schedule or a command without a user."""
    return get_active_log_context().user


def lock_page(pk: int) -> None:
    """Holds the page until the transaction ends: whoever else publishes, approves or deletes it waits.

    It is the row that saving a page writes first, so that two who wait never wait for each other.
    """
    # SQLite lets one write at a time, from the beginning of its transaction.
    if connection.features.has_select_for_update:
        list(Page.objects.select_for_update().filter(pk=pk).values_list("pk"))
