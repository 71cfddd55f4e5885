"""The editor of pages other than posts."""

from django.http import HttpResponse
from django.utils.dateparse import parse_datetime
from django.utils.functional import cached_property
from wagtail import hooks
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView

from blog.admin.unchanged_saves import UnchangedMixin


class PageCreateView(CreateView):
    def publish_action(self) -> HttpResponse:
        # Wagtail creates the page live before it saves the revision, so a refused publication would lose the draft.
        self.page.live = False
        self.page.has_unpublished_changes = True
        return super().publish_action()


class PageEditView(UnchangedMixin, EditView):
    """The editor of a page; that of posts adds to it. Saving without changes creates no new revision."""

    @cached_property
    def is_out_of_date(self) -> bool:
        """Wagtail takes the revision that this window saved for unchanged, but a redaction may have changed it."""
        is_autosaved = bool(self.request.POST.get("overwrite_revision_id"))
        return super().is_out_of_date or (is_autosaved and self.was_redacted_since())

    def was_redacted_since(self) -> bool:
        """Whether words were removed from the page since this window loaded it or saved it."""
        latest, loaded = self.latest_revision_created_at, self.request.POST.get("loaded_revision_created_at", "")
        # The editor of a page without revisions sends a zero (saving.js).
        if loaded in ("", "0", latest):
            return False
        try:
            since = parse_datetime(loaded)
        except ValueError:
            since = None
        # This site sends no other times.
        return since is None or any(
            was_redacted(self.page, since) for was_redacted in hooks.get_hooks("draft_was_redacted")
        )
