"""The editor of posts, with the server's part of draft recovery.

The browser's part is in blog/static/blog/admin/safe-writing. The browser stores the form's fields until the server has
them. It can post them for two purposes besides saving: to show the editor with this text, and to compare the text with
what is stored.
"""

import re
from collections.abc import Callable
from typing import ClassVar

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import formats, timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Revision

from blog.admin.editor_timezone import EditorTimezoneMixin
from blog.admin.page_editor import PageCreateView, PageEditView
from blog.admin.unchanged_saves import text_of
from blog.pages.post import PostPage
from blog.pages.post_forms import PostForm
from blog.pages.publication import lock_page

# How many of the user's drafts are compared with the text of a new post.
MAX_RECENT_REVISIONS = 25
# Text fields that are compared besides title and body.
COMPARED_FIELDS = ("summary", "cover_alt", "seo_title", "search_description", "canonical_url")


class DraftRecoveryMixin:
    """Handles the two requests of draft recovery. The view binds its form and says what is stored."""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if "body-count" not in request.POST:
            return HttpResponseBadRequest(_("The form was incomplete. Go back, copy your text and reload the page."))
        if "kept-text-compare" in request.POST:
            self.form = self.bound_form()
            # The slug of a new post is taken by the post that was saved from this form.
            is_whole = self.form.is_valid() or self.form.errors.keys() == {"slug"}
            is_saved = is_whole and self.is_stored() and not request.POST.get("unread_markdown")
            return JsonResponse({"is_saved": is_saved, "is_shown": not self.is_out_of_date, **self.own_revision()})
        if "kept-text" in request.POST:
            return self.show_again()
        return super().post(request, *args, **kwargs)

    def own_revision(self) -> dict:
        """The latest revision, as a response to autosave names it, if the user saved it."""
        latest = getattr(self, "latest_revision", None)
        if not latest or latest.user_id != self.request.user.pk:
            return {}
        return {"revision_id": latest.pk, "revision_created_at": latest.created_at.isoformat()}

    def show_again(self) -> HttpResponse:
        """The editor with the submitted fields, unsaved."""
        self.form = self.bound_form()
        self.form.is_valid()
        self.has_unsaved_changes = True
        return self.render_to_response(self.get_context_data())

    def bound_form(self, instance: PostPage | None = None) -> PostForm:
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

    def get_context_data(self, **kwargs: object) -> dict:
        return {
            **super().get_context_data(**kwargs),
            "max_form_bytes": settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
            "max_form_fields": settings.DATA_UPLOAD_MAX_NUMBER_FIELDS,
            "restored_text": self.request.POST.get("kept-text", ""),
        }


class PostEditView(EditorTimezoneMixin, DraftRecoveryMixin, PageEditView):
    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Handles a POST request while the post is locked.

        Otherwise a post that was loaded as a draft could be saved after another user has published it, which would
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
        return ["blog/admin/edit_post.html"] if names == ["wagtailadmin/pages/edit.html"] else names

    @cached_property
    def action_name_and_method(self) -> tuple[str, Callable[[], HttpResponse]]:
        """Autosave always saves, even if it sends the button that was just pressed with the other fields."""
        return ("save", self.save_action) if self.expects_json_response else super().action_name_and_method

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        # Autosave has its own response to a conflict.
        is_sent_by_a_person = not self.expects_json_response and "kept-text-compare" not in request.POST
        if is_sent_by_a_person and not self.page.alias_of_id and self.is_out_of_date:
            return self.ask_before_overwriting()
        return super().post(request, *args, **kwargs)

    def is_stored(self) -> bool:
        """Whether the text is that of the newest revision or, in draft recovery, still that with which it began."""
        return super().is_stored() or self.is_unchanged_since(self.request.POST.get("kept-text-base", ""))

    def is_unchanged_since(self, number: str) -> bool:
        base = self.page.revisions.filter(pk=int(number)).first() if re.fullmatch("[0-9]{1,18}", number) else None
        if base is None:
            return False
        self.form = self.bound_form(base.as_object())
        return self.form.is_valid() and super().is_stored()

    def form_valid(self, form: PostForm) -> HttpResponse:
        """Lets autosave empty a body only if the editor confirms it: an editor that failed sends no body either."""
        is_emptied = form["body"].initial and not form.cleaned_data["body"]
        if self.expects_json_response and is_emptied and "body_emptied" not in self.request.POST:
            return self.json_error_response("body_came_empty", _("The submitted body was empty, so it was not saved."))
        return super().form_valid(form)

    def ask_before_overwriting(self) -> HttpResponse:
        """Shows the submitted text again, based on the other version, so that saving once more overwrites it."""
        other = self.latest_revision
        if self.was_redacted_since():
            message = _(
                "Not saved yet: words were redacted from this post while you were writing, and your text below may "
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


class PostRevertView(PostEditView, RevisionsRevertView):
    """An old version in the editor, without autosave."""


class PostCreateView(EditorTimezoneMixin, DraftRecoveryMixin, PageCreateView):
    template_name = "blog/admin/create_post.html"
    # A new post has no other version.
    is_out_of_date = False

    def is_stored(self) -> bool:
        """Whether one of the user's drafts with this title has the same text, even if it was changed since."""
        typed = self.form.cleaned_data
        kind = ContentType.objects.get_for_model(PostPage)
        mine = Revision.objects.filter(user=self.request.user, content_type=kind, object_str=typed["title"])
        return any(
            text_of(post.body) == text_of(typed["body"])
            and all(getattr(post, name) == typed[name] for name in COMPARED_FIELDS if name in typed)
            for post in (draft.as_object() for draft in mine.order_by("-pk")[:MAX_RECENT_REVISIONS])
        )


class PostViewSet(PageViewSet):
    model = PostPage
    edit_view_class = PostEditView
    add_view_class = PostCreateView
    revisions_revert_view_class = PostRevertView
    # Keeps Wagtail's explorer for the sections.
    parent_models: ClassVar = []

    def __init__(self, name: str, **views: type[View]) -> None:
        """Raises ImproperlyConfigured if a view is given by a name that the viewset does not have."""
        if unknown := views.keys() - dir(type(self)):
            raise ImproperlyConfigured(f"post_editor_views gave {sorted(unknown)}, which the viewset of posts lacks.")
        super().__init__(name, **views)


def session(request: HttpRequest) -> JsonResponse:
    """The signed-in user, the CSRF token for the next form, and whether the user may edit the given post."""
    wanted = request.GET.get("post", "")
    post = PostPage.objects.filter(pk=int(wanted)).first() if re.fullmatch("[0-9]{1,18}", wanted) else None
    may_edit = not wanted or bool(post and post.permissions_for_user(request.user).can_edit())
    return JsonResponse({"user": request.user.pk, "token": get_token(request), "may_edit": may_edit})


def signed_in(request: HttpRequest) -> HttpResponse:
    return render(request, "blog/admin/signed_in.html")


urlpatterns: list[URLPattern] = [
    path("session/", session, name="session"),
    path("signed-in/", signed_in, name="signed_in"),
]
