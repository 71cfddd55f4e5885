"""Takes what readers send: finds their edits, holds back what looks like spam, and stores the rest once."""

import re
from collections.abc import Mapping
from itertools import groupby

from django import forms
from django.core import signing
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from blog.history.models import PublishedVersion
from blog.history.places import Place, places, replace_places
from blog.models import PostPage
from blog.rendering.characters import without_forbidden
from blog.review.secret_links import new_secret
from blog.review.throttling import attempt_key, count_attempt, network_of
from blog.suggestions.models import MAX_CONTACT_LENGTH, MAX_READER_NAME_LENGTH, Suggestion

# A form is valid for a day. Nobody reads and writes in less than two seconds.
FORM_SECONDS, MIN_FORM_SECONDS = 24 * 60 * 60, 2
MAX_REMARK_LENGTH = 2_000
# How much longer a text may become.
MAX_ADDED_CHARACTERS = 5_000
# More new addresses look like spam.
MAX_NEW_LINKS = 2
MAX_SUGGESTIONS_PER_NETWORK = 10
MAX_SUGGESTIONS_PER_POST = 50
ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)
FORM_SIGNER = signing.TimestampSigner(salt="blog.suggestions")


class SuggestionForm(forms.Form):
    """What a reader says beside the edits. ``website`` is hidden from people."""

    remark = forms.CharField(
        label=_("Or say what is wrong, or ask"),
        required=False,
        max_length=MAX_REMARK_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    name = forms.CharField(label=_("Your name"), required=False, max_length=MAX_READER_NAME_LENGTH)
    contact = forms.CharField(
        label=_("Mail address or link"),
        required=False,
        max_length=MAX_CONTACT_LENGTH,
        help_text=_("Only the editors see it, to answer you. They can delete it at any time."),
    )
    may_be_named = forms.BooleanField(label=_("Name me in the history if my edit is published"), required=False)
    website = forms.CharField(required=False)
    token = forms.CharField(widget=forms.HiddenInput)


class SuggestionRefused(Exception):  # noqa: N818 - the name is what happened
    """The only argument is the message for the reader."""


def new_token(post: PostPage, version: PublishedVersion) -> str:
    return FORM_SIGNER.sign(f"{post.uuid}:{version.number}")


def version_of_token(token: str, post: PostPage) -> PublishedVersion:
    """The version for which the form was made. Raises SuggestionRefused if the form is not of this post, or too old."""
    try:
        page, _colon, number = FORM_SIGNER.unsign(token, max_age=FORM_SECONDS).partition(":")
    except signing.BadSignature:
        page = number = ""
    versions = PublishedVersion.objects.filter(post_uuid=post.uuid, redacted_at=None)
    version = versions.filter(number=number).first() if page == str(post.uuid) else None
    if version is None:
        raise SuggestionRefused(_("This form is too old. Check your words below, and send them again."))
    return version


def units_with_places(text: str) -> list[list[Place]]:
    """The places of a text, one list for each paragraph, list, table or other block."""
    return [list(group) for _unit, group in groupby(places(text), key=lambda place: place.id.partition(".")[0])]


def edits_in(sent: Mapping[str, str], text: str) -> dict[str, str]:
    """The places that the reader changed, with their new Markdown."""
    edits = {}
    for place in places(text):
        words = without_forbidden(sent.get(f"place-{place.id}", place.text)).replace("\r\n", "\n")
        if words.strip() != place.text.strip():
            edits[place.id] = words
    return edits


def suggest(post: PostPage, request: HttpRequest, form: SuggestionForm) -> tuple[Suggestion, str]:
    """Stores a suggestion and returns it with its secret, "" if the same was sent before. Raises SuggestionRefused."""
    given = form.cleaned_data
    version = version_of_token(given["token"], post)
    try:
        after = replace_places(version.text, edits_in(request.POST, version.text))
    except ValueError as error:
        raise SuggestionRefused(_("One of your edits is more than words. Describe it below instead.")) from error
    if after == version.text and not given["remark"]:
        raise SuggestionRefused(_("Nothing was changed. Edit the text, or say what is wrong."))
    if len(after) > len(version.text) + MAX_ADDED_CHARACTERS:
        raise SuggestionRefused(_("This is too much for a suggestion. Write to the editors instead."))
    limits = {
        attempt_key("suggestion", network_of(request)): MAX_SUGGESTIONS_PER_NETWORK,
        attempt_key("suggestion of a post", str(post.pk)): MAX_SUGGESTIONS_PER_POST,
    }
    count_attempt(limits)
    suggestion = Suggestion(
        post=post,
        version=version.number,
        before=version.text,
        after=after,
        state=Suggestion.State.HELD if looks_like_spam(form, version.text, after) else Suggestion.State.OPEN,
        **{name: given[name] for name in ("remark", "name", "contact", "may_be_named")},
    )
    return store(suggestion)


@transaction.atomic
def store(suggestion: Suggestion) -> tuple[Suggestion, str]:
    content = {name: getattr(suggestion, name) for name in ("post", "before", "after", "remark", "state")}
    same = Suggestion.objects.filter(**content).first()
    if same and suggestion.state == Suggestion.State.OPEN:
        Suggestion.objects.filter(pk=same.pk).update(times=F("times") + 1)
        return same, ""
    secret, suggestion.secret_hash = new_secret()
    suggestion.save(force_insert=True)
    return suggestion, secret


def looks_like_spam(form: SuggestionForm, before: str, after: str) -> bool:
    given = form.cleaned_data
    if given["website"]:
        return True
    try:
        FORM_SIGNER.unsign(given["token"], max_age=MIN_FORM_SECONDS)
    except signing.SignatureExpired:
        new_links = len(ADDRESS.findall(after)) - len(ADDRESS.findall(before)) + len(ADDRESS.findall(given["remark"]))
        return new_links > MAX_NEW_LINKS or bool(ADDRESS.search(given["name"]))
    return True
