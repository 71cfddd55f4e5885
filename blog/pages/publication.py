"""Publishing on save: the steps of publishing, the `post_saved` signal, and locks."""

from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
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
    from blog.pages.versioned import VersionedPageMixin

# Sent with `post`, reloaded from the database, after every save that wrote more than metadata, live or not. It is sent
# inside the transaction, after tags and authors are stored.
post_saved = Signal()

# The fields that Wagtail updates on a live post when a draft is saved. The other values of that instance are the draft.
METADATA_FIELDS = frozenset(
    (
        "draft_title", "has_unpublished_changes", "latest_revision", "latest_revision_created_at",
        "locked", "locked_at", "locked_by", "wagtail_admin_comments",
    )
)  # fmt: skip


def is_metadata_only(written: Iterable[str] | None) -> bool:
    """Whether a save with these ``update_fields`` changes nothing that readers see."""
    return written is not None and METADATA_FIELDS.issuperset(written)


def reload_for_update(post: "PostPage") -> "PostPage":
    """The post reloaded from the database, with its row locked against concurrent publications."""
    posts = type(post).objects.select_for_update(of=("self",)).with_authors_and_tags()
    return posts.select_related("locale", "topic", "series", "cover").get(pk=post.pk)


@dataclass
class Publication:
    """The publication of a page. The first step loads ``content`` and ``newest_version`` for the others.

    Steps add to ``record`` what the version says about this publication, as JSON.
    """

    page: "VersionedPageMixin"
    publisher: User | None
    content: Any = None
    newest_version: Any = None
    record: dict[str, Any] = field(default_factory=dict)

    @property
    def is_recorded(self) -> bool:
        """Whether the newest version equals the published content."""
        return self.newest_version is not None and self.newest_version.records(self.content)


def run_steps(publication: Publication, steps: list[str]) -> bool:
    """Runs the steps of PUBLISH_STEPS or BACKFILL_STEPS in order; returns whether there was something to record.

    The caller must hold a lock on the page in a transaction. An exception in a step rolls everything back.
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

    Called inside the transaction of a save that wrote more than metadata: a publication, a page that is created live, a
    live copy, or an import.
    """
    publish_live(stored)
    post_saved.send(type(stored), post=stored)


def publish_live(stored: "VersionedPageMixin") -> None:
    """Publishes the page if it is live. Called inside the transaction of its save."""
    if stored.live:
        run_steps(Publication(stored, current_publisher()), settings.PUBLISH_STEPS)


def published_by(user: User | None) -> AbstractContextManager:
    """Context manager that sets ``current_publisher``. It uses Wagtail's log context, because ``save`` gets no user."""
    is_known = user in (None, get_active_log_context().user)
    return nullcontext() if is_known else LogContext(user)


def current_publisher() -> User | None:
    """The user who is publishing; None for a schedule or a command without a user."""
    return get_active_log_context().user


def lock_page(pk: int) -> None:
    """Locks the page until the end of the transaction. Others who publish, approve or delete it wait.

    It locks the row that saving a page writes first, which prevents deadlocks.
    """
    # SQLite has no row locks; its write transactions are serialized.
    if connection.features.has_select_for_update:
        list(Page.objects.select_for_update().filter(pk=pk).values_list("pk"))
