"""The admin screen on which an administrator finds a phrase everywhere and removes it."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from wagtail.admin.menu import MenuItem
from wagtail.models import ModelLogEntry

from blog.history.models import RedactionKind
from blog.history.redaction.phrase import MAX_PHRASE_LENGTH, MIN_PHRASE_LENGTH, Phrase
from blog.history.redaction.places import Handling, Place, find_places
from blog.history.redaction.removal import REDACTION_LOG_ACTION, remove_phrase

# The permission of administrators. The screen shows words of all drafts.
REDACT_PERMISSION = "blog.change_blogsettings"
# Below the number of fields that a form may have.
MAX_LISTED_PLACES = 500
MAX_PRIVATE_REASON_LENGTH = 500


class PhraseForm(forms.Form):
    phrase = forms.CharField(
        label=gettext_lazy("Phrase or name"),
        min_length=MIN_PHRASE_LENGTH,
        max_length=MAX_PHRASE_LENGTH,
        help_text=gettext_lazy("Capitals and formatting do not matter. Search for other spellings separately."),
    )
    whole_words = forms.BooleanField(
        label=gettext_lazy("Whole words only"),
        required=False,
        help_text=gettext_lazy("Otherwise “Ann” is also found in “planned”."),
    )

    def phrase_to_find(self) -> Phrase:
        return Phrase(self.cleaned_data["phrase"], whole_words=self.cleaned_data["whole_words"])


class RemovalForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What readers are told"),
        choices=RedactionKind,
        initial=RedactionKind.UNSTATED,
        help_text=gettext_lazy("Shown in the history of a post, with the date."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason for the team"),
        max_length=MAX_PRIVATE_REASON_LENGTH,
        help_text=gettext_lazy("Readers do not see it. Do not repeat the phrase."),
    )
    places = forms.MultipleChoiceField(error_messages={"required": gettext_lazy("Choose at least one place.")})

    def __init__(self, *args: object, places: list[Place], phrase: Phrase, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.phrase = phrase
        self.fields["places"].choices = [(place.key, place.title) for place in places]

    def clean_reason(self) -> str:
        reason = self.cleaned_data["reason"]
        if self.phrase.is_in(reason):
            raise forms.ValidationError(_("The reason must not contain the phrase, because it stays in the log."))
        return reason


class RedactMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(REDACT_PERMISSION)


menu_item = RedactMenuItem(gettext_lazy("Redact"), reverse_lazy("redact"), name="redact", icon_name="cross", order=950)


@never_cache
@sensitive_post_parameters()
def redact_view(request: HttpRequest) -> HttpResponse:
    """The phrase is only posted, so that it is in no address and no log."""
    if not request.user.has_perm(REDACT_PERMISSION):
        raise PermissionDenied
    form = PhraseForm(request.POST if "phrase" in request.POST else None)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        phrase = form.phrase_to_find()
        found = find_places(phrase, limit=MAX_LISTED_PLACES + 1)
        places = [place for place in found[:MAX_LISTED_PLACES] if place.handling != Handling.BY_HAND]
        by_hand = [place for place in found if place.handling == Handling.BY_HAND]
        sent = request.POST if "remove" in request.POST else None
        removal = RemovalForm(sent, places=places, phrase=phrase)
        if removal.is_valid():
            data = removal.cleaned_data
            try:
                _result, entry = remove_phrase(
                    phrase, keys=set(data["places"]), kind=data["kind"], reason=data["reason"], user=request.user
                )
            except ValidationError as refused:
                removal.add_error(None, refused)
            else:
                return redirect("redacted", entry.pk)
        chosen = set(request.POST.getlist("places")) if sent else {place.key for place in places}
        context |= {"places": places, "by_hand": by_hand, "removal": removal, "chosen": chosen}
        context |= {"has_more": len(found) > MAX_LISTED_PLACES}
    return render(request, "blog_history/admin/redact.html", context)


@never_cache
def redacted_view(request: HttpRequest, pk: int) -> HttpResponse:
    """What a redaction did, from its log entry, which does not have the phrase."""
    if not request.user.has_perm(REDACT_PERMISSION):
        raise PermissionDenied
    entry = get_object_or_404(ModelLogEntry, pk=pk, action=REDACTION_LOG_ACTION)
    return render(request, "blog_history/admin/redacted.html", {"done": entry.data, "again": reverse("redact")})


urlpatterns = [path("redact/", redact_view, name="redact"), path("redact/<int:pk>/", redacted_view, name="redacted")]
