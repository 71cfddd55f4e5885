"""The admin screen on which an editor chooses from which version on readers see the history of a post."""

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from wagtail.admin import messages
from wagtail.models import Page

from blog.history.models import PublishedVersion, ShownHistory
from blog.history.public_versions import public_versions
from blog.models import BlogSettings, PostPage


class ShownHistoryForm(forms.Form):
    def __init__(self, *args: object, choice: ShownHistory, newest: int, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.choice = choice
        self.lowest = int(choice.last_taken_down) + 1
        self.fields["first_number"] = forms.IntegerField(
            label=_("Show versions from number"),
            min_value=self.lowest,
            max_value=newest,
            required=False,
            initial=choice.first_number if choice.pk else None,
            help_text=_(
                "1 shows all. Leave it empty for those that were recorded as published for everybody. "
                "A version that was published in a restricted section, or taken down, is never shown."
            ),
        )

    def save(self) -> None:
        number = self.cleaned_data["first_number"]
        if number is None and self.lowest == 1:
            ShownHistory.objects.filter(page_uuid=self.choice.page_uuid, last_taken_down=0).delete()
            return
        # The database refuses a number that was taken down after the form was loaded.
        self.choice.first_number = number or self.lowest
        self.choice.save(update_fields=["first_number"] if self.choice.pk else None)


@never_cache
def shown_history(request: HttpRequest, pk: int) -> HttpResponse:
    post = get_object_or_404(PostPage, pk=pk)
    if not may_choose(post, request.user):
        raise PermissionDenied
    versions = PublishedVersion.objects.filter(post_uuid=post.uuid)
    newest = versions.order_by("-number").values_list("number", flat=True).first() or 1
    choice = ShownHistory.objects.filter(page_uuid=post.uuid).first() or ShownHistory(page_uuid=post.uuid)
    form = ShownHistoryForm(request.POST or None, choice=choice, newest=newest)
    if form.is_valid():
        form.save()
        messages.success(request, _("Readers now see the versions that you chose."))
        return redirect("shown_history", post.pk)
    settings = BlogSettings.for_site(post.get_site())
    shown = public_versions(post, settings).count()
    context = {"post": post, "form": form, "settings": settings, "shown": shown, "all": versions.count()}
    return render(request, "blog_history/admin/shown_history.html", context)


def hide_unpublished(request: HttpRequest, page: Page) -> None:
    """Hides the versions of a post that was unpublished, if the editor asked for it."""
    if isinstance(page, PostPage) and "hide_versions" in request.POST:
        ShownHistory.hide_all(page.uuid, taken_down=False)


def may_choose(post: PostPage, user: User) -> bool:
    return bool(post.live and not post.is_trashed and post.permissions_for_user(user).can_publish())
