"""Makes Wagtail's drafts safe with concurrent editors and schedules, and saves them in few queries."""

from collections.abc import Collection, Generator
from contextlib import contextmanager
from typing import Self

from django.db import transaction
from modelcluster.models import get_all_child_relations
from wagtail.models import COMMENTS_RELATION_NAME, Comment, Revision

from blog.pages.versioned import VersionedPageMixin
from blog.rendering.characters import without_forbidden

# The content path of comments that refer to no part of the text.
WHOLE_POST_CONTENTPATH = "title"
# Fields of the page itself, which no form has.
PAGE_RELATIONS = frozenset(
    ("alias_of", "content_type", "latest_revision", "live_revision", "locale", "locked_by", "owner")
)
UNIQUE_FIELDS = frozenset(("path", "translation_key", "uuid"))


@contextmanager
def reference_index_disabled() -> Generator[bool]:
    """Context manager that disables updates of the reference index. Yields whether they were enabled before."""
    from wagtail.signal_handlers import reference_index_auto_update_disabled as disabled  # noqa: PLC0415 (needs models)

    before = getattr(disabled, "value", False)
    disabled.value = True
    try:
        yield not before
    finally:
        disabled.value = before


def is_post_revision(revision: Revision) -> bool:
    """Whether a revision belongs to a post, without a query."""
    return issubclass(revision.content_type.model_class() or object, DraftableMixin)


class DraftableMixin(VersionedPageMixin):
    """Mixin for a page whose drafts can be saved and published concurrently."""

    # The comments on the page when its draft was loaded; None if no draft was loaded.
    known_comments: frozenset[int] | None = None

    class Meta:
        abstract = True

    def full_clean(self, *args: object, exclude: Collection[str] | None = None, **kwargs: object) -> None:
        """Skips checks of foreign keys and unique fields that no user enters; the database enforces them."""
        super().full_clean(*args, exclude={*(exclude or ()), *PAGE_RELATIONS, *UNIQUE_FIELDS}, **kwargs)

    def save(self, *, update_fields: Collection[str] | None = None, **kwargs: object) -> None:
        writes_comments = update_fields is None or COMMENTS_RELATION_NAME in update_fields
        comments = self._take_comments() if writes_comments else None
        try:
            with transaction.atomic(savepoint=False):
                super().save(update_fields=update_fields, **kwargs)
                if comments is not None:
                    self._store_comments(comments)
        except Exception:
            # The next save of this instance stores them.
            if comments is not None:
                self._cluster_related_objects[COMMENTS_RELATION_NAME] = comments
            raise

    def _take_comments(self) -> list[Comment] | None:
        """Takes the comments that a draft or a form set from what modelcluster saves; None if neither set any.

        modelcluster would delete all other comments of the page: resolved ones, and those added after the draft was
        read.
        """
        if self.known_comments is None:
            return None
        return getattr(self, "_cluster_related_objects", {}).pop(COMMENTS_RELATION_NAME, None)

    def _store_comments(self, comments: list[Comment]) -> None:
        """Saves these comments, and deletes those that the draft had and the form deleted."""
        stored = Comment.objects.filter(page=self.pk, pk__in=self.known_comments)
        for deleted in stored.exclude(pk__in=[comment.pk for comment in comments if comment.pk]):
            deleted.delete()
        for comment in comments:
            comment.page = self
            comment.save()

    @transaction.atomic
    def save_revision(self, *args: object, **kwargs: object) -> Revision:
        revision = super().save_revision(*args, **kwargs)
        self._preserve_visible_comments()
        return revision

    def _preserve_visible_comments(self) -> None:
        """Moves comments of deleted blocks to the page as a whole.

        The editor would not show them, and unresolved comments would block the submission of the post.
        """
        still_open = Comment.objects.filter(page=self.pk, resolved_at=None)
        lost = [comment.pk for comment in still_open if not comment.has_valid_contentpath(self)]
        if lost:
            Comment.objects.filter(pk__in=lost).update(contentpath=WHOLE_POST_CONTENTPATH, position="")

    def update_aliases(self, **_kwargs: object) -> None:
        """Does nothing, because posts have no aliases."""

    def with_content_json(self, content: dict) -> Self:
        """Sets the current values of ``live`` and related fields on a draft.

        Wagtail uses the live revision that is stored in the draft. It would unpublish the post when a scheduled draft
        was written before the first publication, or when its live revision was purged.
        """
        # Uses the values of the page. Those in the revision would need a query each.
        content = {name: without_forbidden(value) for name, value in content.items() if name not in PAGE_RELATIONS}
        for rows in get_all_child_relations(self):
            name, of = rows.get_accessor_name(), rows.field.name
            if name in content:
                content[name] = [{key: value for key, value in row.items() if key != of} for row in content[name]]
        draft = super().with_content_json(content)
        draft.known_comments = frozenset(comment.pk for comment in getattr(draft, COMMENTS_RELATION_NAME).all())
        draft.live_revision_id = self.live_revision_id or (self.latest_revision_id if self.live else None)
        return draft
