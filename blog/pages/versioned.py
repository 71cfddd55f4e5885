"""Bases of all pages whose publications are recorded as versions. docs/history.md describes them."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Self
from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision, get_page_models

from blog.page_tree import open_paths
from blog.pages.publication import is_metadata_only, lock_page, publish_live, published_by


class VersionedPageMixin(models.Model):
    """Mixin for a page whose publications are guarded and recorded as versions, also if they happen concurrently."""

    # A copy of a page has versions of its own.
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    # What versions record as ``page_kind``.
    page_kind: ClassVar[str]
    # Whether readers see its history below its address.
    has_public_history: ClassVar[bool] = False

    class Meta:
        abstract = True

    @property
    def stored_blocks(self) -> Sequence[dict[str, Any]]:
        """The text of the page as the blocks of a body."""
        return self.body.get_prep_value()

    @transaction.atomic
    def save_revision(self, *args: object, overwrite_revision: Revision | None = None, **kwargs: object) -> Revision:
        """Creates a new revision instead of overwriting one that was live or is scheduled, which autosave might do."""
        lock_page(self.pk)
        if overwrite_revision and self._goes_or_went_live(overwrite_revision):
            overwrite_revision = None
        return super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)

    def _goes_or_went_live(self, revision: Revision) -> bool:
        # A page that was unpublished has no live revision. Its writers up to the last publication are forgotten, so
        # that later words need a revision of their own.
        went_live = type(self).objects.filter(Q(live_revision=revision) | Q(last_published_at__gte=revision.created_at))
        return revision.approved_go_live_at is not None or went_live.filter(pk=self.pk).exists()

    def publish(self, revision: Revision, user: User | None = None, *args: object, **kwargs: object) -> None:
        # Atomic, because Wagtail clears all schedules of the page before it saves the new one.
        with transaction.atomic(), published_by(user):
            lock_page(self.pk)
            super().publish(revision, user, *args, **kwargs)

    def create_alias(self, **_kwargs: object) -> None:
        message = _("This page cannot be an alias, because its text would be published twice. Make a copy instead.")
        raise ValidationError(message)


class PublishedTextMixin(VersionedPageMixin):
    """Mixin for a page beside the posts whose words readers see: an information page or an introduction."""

    # The fields that versions record beside the text.
    shown_fields: ClassVar[Sequence[str]] = ("title", "slug", "seo_title", "search_description")

    exclude_fields_in_copy: ClassVar = ["uuid"]

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            super().save(*args, **kwargs)
            if not is_metadata_only(kwargs.get("update_fields")):
                publish_live(type(self).objects.select_related("locale").get(pk=self.pk))

    def with_content_json(self, content: dict) -> Self:
        """A draft has the UUID of its page, also if it was written before pages had one, or for a page copied since."""
        draft = super().with_content_json(content)
        draft.uuid = self.uuid
        return draft

    @cached_property
    def is_public(self) -> bool:
        """Whether everybody may read this page now."""
        return bool(open_paths([self.path]))


class IntroductionMixin(PublishedTextMixin):
    """Mixin for a page whose text is an introduction above other things."""

    page_kind = "introduction"

    class Meta:
        abstract = True

    @property
    def stored_blocks(self) -> Sequence[dict[str, Any]]:
        return [{"type": "text", "value": self.introduction}] if self.introduction else []


def is_versioned_model(model: type[models.Model]) -> bool:
    return issubclass(model, VersionedPageMixin)


def published_text_models() -> list[type[Page]]:
    return [model for model in get_page_models() if issubclass(model, PublishedTextMixin)]


def versioned_pages(uuids: Iterable[UUID]) -> dict[UUID, VersionedPageMixin]:
    """The pages that exist, by UUID, without their bodies."""
    wanted = set(uuids)
    found = (model.objects.filter(uuid__in=wanted) for model in get_page_models() if is_versioned_model(model))
    return {page.uuid: page for pages in found for page in pages.defer_streamfields()}


def is_versioned_revision(revision: Revision) -> bool:
    """Whether a revision belongs to a page with versions, without a query."""
    return is_versioned_model(revision.content_type.model_class() or object)
