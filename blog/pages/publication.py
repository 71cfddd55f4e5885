"""The one moment at which a post goes live, for the rooms above the core to hang on to."""

from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

from django.contrib.auth.models import User
from django.db import connection
from django.dispatch import Signal
from wagtail.log_actions import LogContext, get_active_log_context
from wagtail.models import Page

if TYPE_CHECKING:
    from blog.pages.post import PostPage

# Sent with `post`, freshly read from the database, whenever the row of a live post was written: by a publication,
# a page added live, a copy that keeps live, an import. Everything of the post is stored by then, its PublicPost row
# too, and the transaction of the save is still open: what a receiver writes appears together with the post, and
# what it raises takes the post back. It is sent too where nothing changed that readers see.
post_published = Signal()

# Sent with `post`, freshly read from the database, whenever more was written to the row of a post than what stands
# beside its content, live or not, inside the transaction of the save and after its tags and authors are stored.
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


def send_saved_signals(stored: "PostPage") -> None:
    """Sends ``post_saved``, and ``post_published`` before it if the post is live.

    Called inside the transaction of a save that wrote more than bookkeeping.
    """
    if stored.live:
        post_published.send(type(stored), post=stored)
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
