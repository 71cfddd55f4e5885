"""Unpublished changes of a live post, and discarding them."""

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from wagtail.admin import messages

from blog.pages.post import PostPage


@transaction.atomic
def discard_changes(post: PostPage, user: User) -> None:
    """Saves the published text as the newest draft. The discarded changes stay in the history."""
    live = PostPage.objects.select_for_update(of=("self",)).get(pk=post.pk)
    live.save_revision(user=user, changed=False, clean=False, log_action=True, previous_revision=live.live_revision)
    live.has_unpublished_changes = False
    live.save(update_fields=["has_unpublished_changes"])


def discard_changes_view(request: HttpRequest, pk: int) -> HttpResponse:
    post = get_object_or_404(PostPage, pk=pk, live=True, has_unpublished_changes=True)
    if not post.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    lock = post.get_lock()
    if post.workflow_in_progress or post.approved_schedule or (lock and lock.for_user(request.user)):
        messages.error(request, _("The changes were not discarded, because they are in review, scheduled or locked."))
        return redirect("wagtailadmin_pages:edit", post.pk)
    if request.method != "POST":
        return render(request, "blog/admin/discard_changes.html", {"post": post})
    discard_changes(post, request.user)
    messages.success(request, _("The draft was reset to the published text. The discarded changes are in the history."))
    return redirect("wagtailadmin_pages:edit", post.pk)


urlpatterns: list[URLPattern] = [
    path("discard/<int:pk>/", discard_changes_view, name="discard_changes"),
]
