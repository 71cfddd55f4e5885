"""The admin screen with the versions of a page, on which an editor chooses from which one on readers see them."""

from collections.abc import Iterable
from itertools import zip_longest

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from wagtail.admin import messages
from wagtail.models import Page

from blog.history.models import PublishedVersion, ShownHistory
from blog.history.public_versions import public_versions
from blog.models import BlogSettings, PostPage, VersionedPageMixin

# The newest ones.
MAX_LISTED_VERSIONS = 100


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
    page = get_object_or_404(Page, pk=pk).specific
    if not isinstance(page, VersionedPageMixin):
        raise Http404
    if not may_choose(page, request.user):
        raise PermissionDenied
    versions = PublishedVersion.objects.filter(post_uuid=page.uuid).order_by("-number")
    newest = versions.values_list("number", flat=True).first() or 1
    choice = ShownHistory.objects.filter(page_uuid=page.uuid).first() or ShownHistory(page_uuid=page.uuid)
    form = ShownHistoryForm(request.POST or None, choice=choice, newest=newest)
    if page.has_public_history and form.is_valid():
        form.save()
        messages.success(request, _("Readers now see the versions that you chose."))
        return redirect("shown_history", page.pk)
    settings = BlogSettings.for_site(page.get_site())
    listed = with_comparable(versions.select_related("publisher")[: MAX_LISTED_VERSIONS + 1])
    context = {
        "page": page,
        "form": form,
        "settings": settings,
        "shown": public_versions(page, settings).count(),
        "all": versions.count(),
        "versions": listed[:MAX_LISTED_VERSIONS],
    }
    return render(request, "blog_history/admin/shown_history.html", context)


def hide_unpublished(request: HttpRequest, page: Page) -> None:
    """Hides the versions of a post that was unpublished, if the editor asked for it."""
    if isinstance(page, PostPage) and "hide_versions" in request.POST:
        ShownHistory.hide_all(page.uuid, taken_down=False)


def with_comparable(versions: Iterable[PublishedVersion]) -> list[PublishedVersion]:
    """The versions, newest first, each with ``older``, the one before it if the two can be compared."""
    found = list(versions)
    for version, older in zip_longest(found, found[1:]):
        version.older = older if older and not (version.redacted_at or older.redacted_at) else None
    return found


def may_choose(page: VersionedPageMixin, user: User) -> bool:
    is_trashed = isinstance(page, PostPage) and page.is_trashed
    return bool(page.live and not is_trashed and page.permissions_for_user(user).can_publish())
