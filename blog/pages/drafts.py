"""What Wagtail's drafts need to be safe with, two people at once and schedules; and to be saved in few queries."""

from collections.abc import Collection, Generator
from contextlib import contextmanager
from typing import Self

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from modelcluster.models import get_all_child_relations
from wagtail.models import COMMENTS_RELATION_NAME, Comment, Revision

from blog.pages.publication import lock_page, published_by
from blog.rendering.characters import without_forbidden

# Where the editor shows a comment that is about no part of the text.
WHOLE_POST_CONTENTPATH = "title"
# What belongs to the page as a whole, which no form has.
PAGE_RELATIONS = frozenset(
    ("alias_of", "content_type", "latest_revision", "live_revision", "locale", "locked_by", "owner")
)
UNIQUE_FIELDS = frozenset(("path", "translation_key", "uuid"))


@contextmanager
def reference_index_disabled() -> Generator[bool]:
    """Within, saving does not read again what a page refers to; gives whether it would have."""
    from wagtail.signal_handlers import reference_index_auto_update_disabled as disabled  # noqa: PLC0415 (needs models)

    before = getattr(disabled, "value", False)
    disabled.value = True
    try:
        yield not before
    finally:
        disabled.value = before


def is_post_revision(revision: Revision) -> bool:
    """Whether it is a draft of a post; asks no database."""
    return issubclass(revision.content_type.model_class() or object, DraftableMixin)


class DraftableMixin(models.Model):
    """A page whose drafts are saved and published one after another, whoever comes at the same time."""

    # Which comments were on the page when its draft was read; None where no draft was.
    known_comments: frozenset[int] | None = None

    class Meta:
        abstract = True

    def full_clean(self, *args: object, exclude: Collection[str] | None = None, **kwargs: object) -> None:
        """Leaves to the database what it refuses itself and nobody types: missing references and keys taken twice."""
        super().full_clean(*args, exclude={*(exclude or ()), *PAGE_RELATIONS, *UNIQUE_FIELDS}, **kwargs)

    def save(self, **kwargs: object) -> None:
        written = kwargs.get("update_fields")
        comments = self._take_comments() if written is None or COMMENTS_RELATION_NAME in written else None
        super().save(**kwargs)
        if comments is not None:
            self._store_comments(comments)

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
    def save_revision(self, *args: object, overwrite_revision: Revision | None = None, **kwargs: object) -> Revision:
        """Another revision instead of other words in one that is live or scheduled: autosave may come after that."""
        lock_page(self.pk)
        if overwrite_revision and self._goes_or_went_live(overwrite_revision):
            overwrite_revision = None
        revision = super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)
        self._preserve_visible_comments()
        return revision

    def _preserve_visible_comments(self) -> None:
        """The editor shows no comment beside a block that is gone, and the post could never be submitted again."""
        still_open = Comment.objects.filter(page=self.pk, resolved_at=None)
        lost = [comment.pk for comment in still_open if not comment.has_valid_contentpath(self)]
        if lost:
            Comment.objects.filter(pk__in=lost).update(contentpath=WHOLE_POST_CONTENTPATH, position="")

    def _goes_or_went_live(self, revision: Revision) -> bool:
        is_live = type(self).objects.filter(live_revision=revision)
        return revision.approved_go_live_at is not None or is_live.exists()

    def publish(self, revision: Revision, user: User | None = None, *args: object, **kwargs: object) -> None:
        # Together or not at all: Wagtail clears every schedule of the post before it saves it.
        with transaction.atomic(), published_by(user):
            lock_page(self.pk)
            super().publish(revision, user, *args, **kwargs)

    def create_alias(self, **_kwargs: object) -> None:
        message = _("A post cannot be an alias: it would be listed and published twice.")
        raise ValidationError(message)

    def update_aliases(self, **_kwargs: object) -> None:
        """Nothing: there is none to look for."""

    def with_content_json(self, content: dict) -> Self:
        """A draft of a live post knows that it is live.

        Wagtail asks its live revision, as the draft remembers it from when it was written, and takes the post off the
        site when it schedules a text that was written before the first publication, or whose live revision was purged.
        """
        # The page's own values count, and what a revision holds of them would each be looked up.
        content = {name: without_forbidden(value) for name, value in content.items() if name not in PAGE_RELATIONS}
        for rows in get_all_child_relations(self):
            name, of = rows.get_accessor_name(), rows.field.name
            if name in content:
                content[name] = [{key: value for key, value in row.items() if key != of} for row in content[name]]
        draft = super().with_content_json(content)
        draft.known_comments = frozenset(comment.pk for comment in getattr(draft, COMMENTS_RELATION_NAME).all())
        draft.live_revision_id = self.live_revision_id or (self.latest_revision_id if self.live else None)
        return draft
