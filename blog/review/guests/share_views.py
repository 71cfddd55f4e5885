"""The admin screen on which an editor creates and revokes review links."""

from datetime import timedelta

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from blog.models import PostPage, TrashedPost
from blog.review.guests.approvals import may_delegate_approval
from blog.review.guests.models import REVIEW_LINK_LIFETIME, ReviewLink, ReviewVisit
from blog.review.guests.share_links import create_link, draft_content, revoke_links
from blog.review.secret_links import mail_link

MAX_LINK_DAYS = 90
MAX_LISTED_LINKS = 50


class ShareForm(forms.ModelForm):
    days = forms.IntegerField(
        label=gettext_lazy("Days until it expires"),
        min_value=1,
        max_value=MAX_LINK_DAYS,
        initial=REVIEW_LINK_LIFETIME.days,
    )

    is_pinned = forms.BooleanField(
        label=gettext_lazy("Only the current text"),
        required=False,
        help_text=gettext_lazy("Otherwise the link shows the newest draft."),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        required=False,
        help_text=gettext_lazy("Optional. You get a link that you can also send yourself. The address is not stored."),
    )

    class Meta:
        model = ReviewLink
        fields = ("name", "may_comment", "may_approve")

    def __init__(self, *args: object, post: PostPage, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.instance.post = post
        if not may_delegate_approval(post, user):
            del self.fields["may_approve"]

    def save(self, commit: bool = True) -> ReviewLink:
        link = self.instance
        link.expires_at = timezone.now() + timedelta(days=self.cleaned_data["days"])
        if self.cleaned_data["is_pinned"]:
            link.content = draft_content(link.post.get_latest_revision_as_object())
        return super().save(commit)


def get_shareable_post(request: HttpRequest, page_id: int) -> PostPage:
    post = get_object_or_404(PostPage, pk=page_id)
    if not post.permissions_for_user(request.user).can_edit() or TrashedPost.objects.filter(post=post).exists():
        raise PermissionDenied
    return post


@never_cache
def share_view(request: HttpRequest, page_id: int) -> HttpResponse:
    post = get_shareable_post(request, page_id)
    about = {"post": post, "user": request.user}
    form = ShareForm(request.POST if request.method == "POST" else None, **about)
    address = mailed = ""
    if form.is_valid():
        link = form.save(commit=False)
        secret = create_link(link, by=request.user)
        # Only this page shows the link.
        address = request.build_absolute_uri(reverse("review_link", args=[link.pk, secret]))
        context = {"link": link, "address": address}
        subject, template = _("A draft for you to read"), "blog_review/outside/mail.txt"
        mailed = mail_link(subject, template, context, to=form.cleaned_data["email"])
        form = ShareForm(**about)
    read = Prefetch("visits", ReviewVisit.objects.defer("content"))
    links = (
        post.review_links.defer("content")
        .select_related("issued_by")
        .prefetch_related(read, "comments")[:MAX_LISTED_LINKS]
    )
    context = {"post": post, "form": form, "links": links, "address": address, "mailed": mailed}
    return render(request, "blog_review/outside/share.html", context)


@require_POST
def revoke_view(request: HttpRequest, page_id: int, pk: int | None = None) -> HttpResponse:
    post = get_shareable_post(request, page_id)
    if closed := revoke_links(post, pk):
        words = ngettext("%(count)s link was revoked.", "%(count)s links were revoked.", closed)
        messages.success(request, words % {"count": closed})
    else:
        messages.warning(request, _("Nothing was changed. No link was open."))
    return redirect("share_draft", post.pk)


def share_buttons(page: Page, user: User, view_name: str = "", next_url: str | None = None) -> list[Button]:
    if not isinstance(page, PostPage) or not page.pk or not page.permissions_for_user(user).can_edit():
        return []
    return [Button(_("Share draft"), url=reverse("share_draft", args=[page.pk]), icon_name="link", priority=5)]


urlpatterns = [
    path("posts/<int:page_id>/share/", share_view, name="share_draft"),
    path("posts/<int:page_id>/share/take-back/", revoke_view, name="take_back_all_links"),
    path("posts/<int:page_id>/share/<int:pk>/take-back/", revoke_view, name="take_back_link"),
]
