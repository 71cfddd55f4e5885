"""The editor of pages other than posts."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.models import Page

from blog.admin.unchanged_saves import UnchangedMixin
from blog.pages.publication import lock_page


class ShowAgainMixin:
    def show_again(self) -> HttpResponse:
        """The editor with the submitted fields, unsaved."""
        self.form = self.bound_form()
        self.form.is_valid()
        self.has_unsaved_changes = True
        return self.render_to_response(self.get_context_data())

    def bound_form(self, instance: Page | None = None) -> WagtailAdminPageForm:
        request = self.request
        parent = self.parent if isinstance(self, EditView) else self.parent_page
        form = self.form_class(
            request.POST,
            request.FILES,
            instance=instance or self.page,
            subscription=self.subscription,
            parent_page=parent,
            for_user=request.user,
        )
        form.defer_required_fields()
        return form


class PageCreateView(CreateView):
    def publish_action(self) -> HttpResponse:
        # Wagtail creates the page live before it saves the revision, so a refused publication would lose the draft.
        self.page.live = False
        self.page.has_unpublished_changes = True
        return super().publish_action()


class PageEditView(ShowAgainMixin, UnchangedMixin, EditView):
    """The editor of a page; that of posts adds to it. Saving without changes creates no new revision."""

    editor_template = "blog/admin/edit_page.html"

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Handles a POST request while the page is locked.

        Otherwise a page that was loaded as a draft could be saved after another user has published it, which would
        unpublish it.
        """
        if request.method != "POST":
            return super().dispatch(request, *args, **kwargs)
        with transaction.atomic():
            lock_page(self.kwargs["page_id"])
            try:
                return super().dispatch(request, *args, **kwargs)
            except ValidationError as error:
                # The refused publication is rolled back; the text that was saved before it is committed.
                refused = error
        raise refused

    def get_template_names(self) -> list[str]:
        names = super().get_template_names()
        return [self.editor_template] if names == ["wagtailadmin/pages/edit.html"] else names

    @cached_property
    def action_name_and_method(self) -> tuple[str, Callable[[], HttpResponse]]:
        """Autosave always saves, even if it sends the button that was just pressed with the other fields."""
        return ("save", self.save_action) if self.expects_json_response else super().action_name_and_method

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        # Autosave has its own response to a conflict.
        if not self.expects_json_response and not self.page.alias_of_id and self.is_out_of_date:
            return self.ask_before_overwriting()
        return super().post(request, *args, **kwargs)

    def ask_before_overwriting(self) -> HttpResponse:
        """Shows the submitted text again, based on the other version, so that saving once more overwrites it."""
        other = self.latest_revision
        if self.was_redacted_since():
            message = _(
                "Not saved yet: words were redacted from this page while you were writing, and your text below may "
                "still have them. Compare it with the other version and remove them before you save."
            )
        else:
            message = _(
                "Not saved yet: %(person)s saved another version at %(time)s, while you were writing. Your text is "
                "below. Save it to replace the other version, which stays in the history."
            )
        person = get_user_display_name(other.user) if other.user else _("someone")
        local = timezone.localtime(other.created_at)
        time = f"{formats.time_format(local, 'TIME_FORMAT')} {local.tzname()}"
        draft = reverse("wagtailadmin_pages:view_draft", args=[self.page.pk])
        see = messages.button(draft, _("See the other version"), new_window=True)
        messages.warning(self.request, message % {"person": person, "time": time}, [see])
        # The user must decide, not autosave.
        self.autosave_enabled = False
        return self.show_again()

    @cached_property
    def is_out_of_date(self) -> bool:
        """Wagtail takes the revision that this window saved for unchanged, but a redaction may have changed it."""
        is_autosaved = bool(self.request.POST.get("overwrite_revision_id"))
        return super().is_out_of_date or (is_autosaved and self.was_redacted_since())

    def was_redacted_since(self) -> bool:
        """Whether words were removed from the page since this window loaded it or saved it."""
        latest, loaded = self.latest_revision_created_at, self.request.POST.get("loaded_revision_created_at", "")
        if loaded in ("", latest):
            return False
        try:
            since = parse_datetime(loaded)
        except ValueError:
            since = None
        # This site sends no other times.
        return since is None or any(
            was_redacted(self.page, since) for was_redacted in hooks.get_hooks("draft_was_redacted")
        )


class PageRevertView(PageEditView, RevisionsRevertView):
    """An old version in the editor, without autosave."""
