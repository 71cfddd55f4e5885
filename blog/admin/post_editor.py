"""The editor of posts, with the server's part of draft recovery.

The browser's part is in blog/static/blog/admin/safe-writing. The browser stores the form's fields until the server has
them. It can post them for two purposes besides saving: to show the editor with this text, and to compare the text with
what is stored.
"""

import re
from typing import ClassVar

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Revision

from blog.admin.editor_timezone import EditorTimezoneMixin
from blog.admin.page_editor import PageCreateView, PageEditView, PageRevertView, ShowAgainMixin
from blog.admin.unchanged_saves import text_of
from blog.pages.post import PostPage
from blog.pages.post_forms import PostForm

# How many of the user's drafts are compared with the text of a new post.
MAX_RECENT_REVISIONS = 25
# Text fields that are compared besides title and body.
COMPARED_FIELDS = ("summary", "cover_alt", "seo_title", "search_description", "canonical_url")


class DraftRecoveryMixin(ShowAgainMixin):
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
        if "kept-text" in request.POST and not self.is_out_of_date:
            return self.show_again()
        return super().post(request, *args, **kwargs)

    def own_revision(self) -> dict:
        """The latest revision, as a response to autosave names it, if the user saved it."""
        latest = getattr(self, "latest_revision", None)
        if not latest or latest.user_id != self.request.user.pk:
            return {}
        return {"revision_id": latest.pk, "revision_created_at": latest.created_at.isoformat()}

    def get_context_data(self, **kwargs: object) -> dict:
        return {
            **super().get_context_data(**kwargs),
            "max_form_bytes": settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
            "max_form_fields": settings.DATA_UPLOAD_MAX_NUMBER_FIELDS,
            "restored_text": self.request.POST.get("kept-text", ""),
        }


class PostEditView(EditorTimezoneMixin, DraftRecoveryMixin, PageEditView):
    editor_template = "blog/admin/edit_post.html"

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


class PostRevertView(PostEditView, PageRevertView):
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
