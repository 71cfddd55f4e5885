"""The admin screen on which an editor takes a post down."""

import re
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets.button import Button
from wagtail.models import Page, PageLogEntry

from blog.models import PostPage, TrashedPost
from blog.review.takedown.action import TAKEDOWN_LOG_ACTION, take_down

MAX_REASON_LENGTH = 500


class TakedownForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=MAX_REASON_LENGTH,
        help_text=gettext_lazy("For the team. Readers do not see it."),
    )


def may_take_down(post: PostPage, user: User) -> bool:
    if note := TrashedPost.objects.select_related("blog").filter(post=post).first():
        # The files of a deleted post have their addresses until it is deleted for good.
        return note.blog is not None and note.blog.permissions_for_user(user).can_publish_subpage()
    return post.permissions_for_user(user).can_unpublish() or (
        not post.live and post.permissions_for_user(user).can_publish()
    )


def takedown_view(request: HttpRequest, page_id: int) -> HttpResponse:
    post = get_object_or_404(PostPage, pk=page_id)
    if not may_take_down(post, request.user):
        raise PermissionDenied
    # An empty request is not what the form sends.
    form = TakedownForm(request.POST if "reason" in request.POST else None)
    context = {"post": post, "form": form, "address": post.full_url}
    if form.is_valid():
        done = take_down(post, user=request.user, reason=form.cleaned_data["reason"])
        # Reloading the result must not take the post down again.
        return redirect(f"{reverse('take_down', args=[post.pk])}?done={done.entry}")
    context["result"] = result_of(post, request.GET.get("done", ""))
    return render(request, "blog_review/takedown.html", context)


def result_of(post: PostPage, entry: str) -> dict[str, Any] | None:
    """What a takedown of the post did, by the number of its log entry."""
    entries = PageLogEntry.objects.filter(page=post.pk, action=TAKEDOWN_LOG_ACTION)
    found = entries.filter(pk=int(entry)).first() if re.fullmatch("[0-9]{1,18}", entry) else None
    return found and found.data.get("result")


def takedown_buttons(page: Page, user: User, view_name: str = "", next_url: str | None = None) -> list[Button]:
    if not isinstance(page, PostPage) or not page.first_published_at or not may_take_down(page, user):
        return []
    address = reverse("take_down", args=[page.pk])
    return [Button(_("Take down"), url=address, icon_name="warning", priority=90)]


urlpatterns = [path("posts/<int:page_id>/take-down/", takedown_view, name="take_down")]
