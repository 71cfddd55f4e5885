"""The list of posts in the trash: read a post, put it back or delete it permanently."""

from datetime import datetime

from django import forms
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.admin.ui.tables import Column, StatusTagColumn, UserColumn
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.permission_policies.pages import PagePermissionPolicy

from blog.admin.post_tabs import post_tabs
from blog.pages.blog_index import BlogIndexPage
from blog.pages.post import PostPage
from blog.pages.trash import DAYS_IN_TRASH, TrashedPost
from blog.publishing.trash import delete_permanently, free_address, restore


def posts_in_trash(user: User) -> QuerySet[TrashedPost]:
    """The trashed posts that the user may edit, and those that they trashed and could edit in their former section."""
    editable = PagePermissionPolicy().instances_user_has_any_permission_for(user, {"change"}).order_by().values("pk")
    is_own = Q(post__owner=user) | Q(blog__in=editable)
    notes = TrashedPost.objects.filter(Q(is_own, trashed_by=user) | Q(post__in=editable))
    return notes.select_related("post", "blog", "trashed_by")


def may_delete_permanently(user: User) -> bool:
    """Only administrators may."""
    return PagePermissionPolicy(PostPage).user_has_permission(user, "bulk_delete")


def day(moment: datetime) -> str:
    return formats.date_format(timezone.localtime(moment), "DATE_FORMAT")


def state_of(note: TrashedPost) -> str:
    return _("was live") if note.post.live else _("draft")


class ActionsColumn(Column):
    cell_template_name = "blog/admin/trash_ways_out.html"

    def get_cell_context_data(self, instance: TrashedPost, parent_context: dict) -> dict:
        context = super().get_cell_context_data(instance, parent_context)
        return {**context, "may_delete": may_delete_permanently(parent_context["request"].user)}


class TrashView(BaseListingView):
    model = TrashedPost
    page_title = gettext_lazy("Trash")
    header_icon = "bin"
    template_name = "blog/admin/trash.html"
    index_url_name = "posts:trash"
    paginate_by = 50
    default_ordering = "-trashed_at"
    columns = [
        Column("title", label=gettext_lazy("Title"), accessor=str, classname="title"),
        StatusTagColumn("state", label=gettext_lazy("State"), accessor=state_of, width="10%"),
        UserColumn("trashed_by", label=gettext_lazy("Deleted by"), width="14%"),
        Column("trashed_at", label=gettext_lazy("Deleted on"), accessor=lambda note: day(note.trashed_at), width="14%"),
        Column(
            "gone_at",
            label=gettext_lazy("Permanently deleted on"),
            accessor=lambda note: day(note.gone_at),
            width="14%",
        ),
        ActionsColumn("ways_out", label=gettext_lazy("Actions"), width="22%"),
    ]

    def get_base_queryset(self) -> QuerySet[TrashedPost]:
        return posts_in_trash(self.request.user)

    def get_breadcrumbs_items(self) -> list[dict]:
        return [{"url": reverse("posts:index"), "label": _("Posts")}, *super().get_breadcrumbs_items()]

    def get_context_data(self, **kwargs: object) -> dict:
        return {**super().get_context_data(**kwargs), "days_kept": DAYS_IN_TRASH, "tabs": list(post_tabs(self.request))}


def read_view(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest draft of the post as readers would see it."""
    note = get_object_or_404(posts_in_trash(request.user), pk=pk)
    return note.post.get_latest_revision_as_object().make_preview_request(original_request=request)


class RestoreForm(forms.Form):
    blog = forms.ModelChoiceField(BlogIndexPage.objects.none(), label=gettext_lazy("Blog"))

    def __init__(self, *args: object, note: TrashedPost, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.note, self.user = note, user
        blogs = PagePermissionPolicy(BlogIndexPage).instances_user_has_permission_for(user, "add")
        self.fields["blog"].queryset = blogs
        if note.blog:
            self.initial["blog"] = note.blog
            self.fields["blog"].disabled = True

    def clean_blog(self) -> BlogIndexPage:
        blog = self.cleaned_data["blog"]
        if self.note.post.live and not blog.permissions_for_user(self.user).can_publish_subpage():
            message = _("Putting this post back would publish it. Ask someone who may publish in this blog.")
            raise forms.ValidationError(message)
        return blog


def restore_view(request: HttpRequest, pk: int) -> HttpResponse:
    note = get_object_or_404(posts_in_trash(request.user), pk=pk)
    form = RestoreForm(request.POST if request.method == "POST" else None, note=note, user=request.user)
    if form.is_valid():
        post = restore(note, blog=form.cleaned_data["blog"], user=request.user)
        messages.success(request, _restored_message(post, old_slug=note.slug), buttons=_edit_button(post))
        return redirect("posts:trash")
    address = note.blog.post_url(free_address(note.slug, blog=note.blog)) if note.blog else ""
    is_new = bool(note.blog) and address != note.blog.post_url(note.slug)
    context = {"note": note, "form": form, "address": address, "is_new_address": is_new}
    return render(request, "blog/admin/put_back.html", context)


def _restored_message(post: PostPage, *, old_slug: str) -> str:
    words = {"title": post.get_admin_display_title(), "slug": post.slug, "old": old_slug}
    if post.slug != old_slug:
        return _("“%(title)s” was put back at “%(slug)s”, because another page now has the address “%(old)s”.") % words
    return _("“%(title)s” was put back.") % words


def _edit_button(post: PostPage) -> list:
    return [messages.button(reverse("wagtailadmin_pages:edit", args=[post.pk]), _("Edit"))]


def delete_permanently_view(request: HttpRequest, pk: int) -> HttpResponse:
    if not may_delete_permanently(request.user):
        return permission_denied(request)
    note = get_object_or_404(posts_in_trash(request.user), pk=pk)
    if request.method == "POST":
        delete_permanently(note, user=request.user)
        messages.success(request, _("“%(title)s” was permanently deleted.") % {"title": note})
        return redirect("posts:trash")
    return render(request, "blog/admin/delete_for_good.html", {"note": note})


urlpatterns: list[URLPattern] = [
    path("trash/", TrashView.as_view(), name="trash"),
    path("trash/<int:pk>/", read_view, name="read_trashed"),
    path("trash/<int:pk>/back/", restore_view, name="put_back"),
    path("trash/<int:pk>/delete/", delete_permanently_view, name="delete_for_good"),
]
