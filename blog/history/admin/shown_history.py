"""The admin screen on which an editor chooses from which version on readers see the history of a post."""

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from wagtail.admin import messages

from blog.history.models import PublishedVersion, ShownHistory
from blog.history.public_versions import public_versions
from blog.models import BlogSettings, PostPage


class ShownHistoryForm(forms.Form):
    def __init__(self, *args: object, newest: int, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first_number"] = forms.IntegerField(
            label=_("Show versions from number"),
            min_value=1,
            max_value=newest,
            required=False,
            help_text=_(
                "1 shows all. Leave it empty for those that were recorded as published for everybody. "
                "A version that was published in a restricted section is never shown."
            ),
        )


@never_cache
def shown_history(request: HttpRequest, pk: int) -> HttpResponse:
    post = get_object_or_404(PostPage, pk=pk)
    if not may_choose(post, request.user):
        raise PermissionDenied
    versions = PublishedVersion.objects.filter(post_uuid=post.uuid)
    newest = versions.order_by("-number").values_list("number", flat=True).first()
    chosen = ShownHistory.objects.filter(page_uuid=post.uuid).values("first_number").first()
    form = ShownHistoryForm(request.POST or None, initial=chosen, newest=newest or 1)
    if form.is_valid():
        choose(post, form.cleaned_data["first_number"])
        messages.success(request, _("Readers now see the versions that you chose."))
        return redirect("shown_history", post.pk)
    settings = BlogSettings.for_site(post.get_site())
    shown = set(public_versions(post, settings).values_list("number", flat=True))
    context = {"post": post, "form": form, "settings": settings, "shown": len(shown), "all": versions.count()}
    return render(request, "blog_history/admin/shown_history.html", context)


def may_choose(post: PostPage, user: User) -> bool:
    return bool(post.live and not post.is_trashed and post.permissions_for_user(user).can_publish())


def choose(post: PostPage, first_number: int | None) -> None:
    if first_number is None:
        ShownHistory.objects.filter(page_uuid=post.uuid).delete()
    else:
        ShownHistory.objects.update_or_create(page_uuid=post.uuid, defaults={"first_number": first_number})
