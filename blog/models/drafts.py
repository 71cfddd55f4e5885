"""What Wagtail's drafts need to be safe with: two people at once, and schedules."""

from typing import Self

from django.contrib.auth.models import User
from django.db import models, transaction
from wagtail.models import Revision

from blog.publishing import hold, published_by


class DraftableMixin(models.Model):
    """A page whose drafts are saved and published one after another, whoever comes at the same time."""

    class Meta:
        abstract = True

    @transaction.atomic
    def save_revision(self, *args: object, overwrite_revision: Revision | None = None, **kwargs: object) -> Revision:
        """Another revision instead of other words in one that is live or scheduled: autosave may come after that."""
        hold(self.pk)
        if overwrite_revision and self._goes_or_went_live(overwrite_revision):
            overwrite_revision = None
        return super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)

    def _goes_or_went_live(self, revision: Revision) -> bool:
        is_live = type(self).objects.filter(live_revision=revision)
        return revision.approved_go_live_at is not None or is_live.exists()

    def publish(self, revision: Revision, user: User | None = None, *args: object, **kwargs: object) -> None:
        # Together or not at all: Wagtail clears every schedule of the post before it saves it.
        with transaction.atomic(), published_by(user):
            hold(self.pk)
            super().publish(revision, user, *args, **kwargs)

    def with_content_json(self, content: dict) -> Self:
        """A draft of a live post knows that it is live.

        Wagtail asks its live revision, as the draft remembers it from when it was written, and takes the post off the
        site when it schedules a text that was written before the first publication, or whose live revision was purged.
        """
        draft = super().with_content_json(content)
        draft.live_revision_id = self.live_revision_id or (self.latest_revision_id if self.live else None)
        return draft
