"""Takes what readers send: finds their edits, holds back what looks like spam, and stores the rest once."""

import json
import re
from collections.abc import Mapping
from dataclasses import astuple
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
from blog.rendering.text_cache import cached_text
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
MAX_SUGGESTIONS_PER_NETWORK = 20
MAX_SUGGESTIONS_PER_POST = 50
ADDRESS = re.compile(r"(?:https?://|www\.)[^\s()<>]*", re.IGNORECASE)
# About the size of sixty long posts.
MAX_CACHED_PLACES = 8_000_000
FORM_SIGNER = signing.TimestampSigner(salt="blog.suggestions")


class SuggestionForm(forms.Form):
    """What a reader says beside the edits. ``website`` is hidden from people."""

    remark = forms.CharField(
        label=_("What is wrong, or a question (optional)"),
        required=False,
        max_length=MAX_REMARK_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    name = forms.CharField(
        label=_("Your name (optional)"),
        required=False,
        max_length=MAX_READER_NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact = forms.CharField(
        label=_("Mail address or link (optional)"),
        required=False,
        max_length=MAX_CONTACT_LENGTH,
        help_text=_("Only the editors see it. They use it to answer you, and can delete it."),
    )
    may_be_named = forms.BooleanField(label=_("Name me in the history if my edit is published"), required=False)
    website = forms.CharField(required=False)
    token = forms.CharField(widget=forms.HiddenInput)


class SuggestionRefused(Exception):  # noqa: N818 - the name is what happened
    """The only argument is the message for the reader."""


def new_token(post: PostPage, version: PublishedVersion) -> str:
    return FORM_SIGNER.sign(f"{post.uuid}:{version.number}")


def version_of_token(token: str, post: PostPage, *, max_age: int | None = None) -> PublishedVersion | None:
    """The version for which the form was made; None if it is not a form of this post, or older than ``max_age``."""
    try:
        page, _colon, number = FORM_SIGNER.unsign(token, max_age=max_age).partition(":")
    except signing.BadSignature:
        return None
    versions = PublishedVersion.objects.filter(post_uuid=post.uuid, redacted_at=None)
    return versions.filter(number=number).first() if page == str(post.uuid) else None


@cached_text(characters=MAX_CACHED_PLACES)
def places_as_json(text: str) -> str:
    """Cached, because reading a long text takes long, and the text of a version does not change."""
    return json.dumps([astuple(place) for place in places(text)])


def places_of(text: str) -> list[Place]:
    return [Place(*place) for place in json.loads(places_as_json(text))]


def units_with_places(text: str) -> list[list[Place]]:
    """The places of a text, one list for each paragraph, list, table or other block."""
    return [list(group) for _unit, group in groupby(places_of(text), key=lambda place: place.id.partition(".")[0])]


def edits_in(sent: Mapping[str, str], text: str) -> dict[str, str]:
    """The places that the reader changed, with their new Markdown."""
    edits = {}
    for place in places_of(text):
        words = without_forbidden(sent.get(f"place-{place.id}", place.text)).replace("\r\n", "\n")
        before = without_forbidden(place.text)
        # The indentation of code is content.
        is_same = words == before if place.kind == "line" else words.strip() == before.strip()
        if not is_same:
            edits[place.id] = words
    return edits


def suggest(post: PostPage, request: HttpRequest, form: SuggestionForm) -> tuple[Suggestion, str]:
    """Stores a suggestion and returns it with its secret, "" if the same was sent before. Raises SuggestionRefused."""
    given = form.cleaned_data
    version = version_of_token(given["token"], post, max_age=FORM_SECONDS)
    if version is None:
        raise SuggestionRefused(_("This form has expired. Check your changes below, and send it again."))
    limits = {
        attempt_key("suggestion", network_of(request)): MAX_SUGGESTIONS_PER_NETWORK,
        attempt_key("suggestion of a post", str(post.pk)): MAX_SUGGESTIONS_PER_POST,
    }
    # Refused ones cost as much.
    count_attempt(limits)
    try:
        after = replace_places(version.text, edits_in(request.POST, version.text))
    except ValueError as error:
        raise SuggestionRefused(_("A heading, a cell, a caption and a line of code are one line each.")) from error
    if after == version.text and not given["remark"]:
        raise SuggestionRefused(_("Nothing was changed. Edit the text, or say what is wrong."))
    if len(after) > len(version.text) + MAX_ADDED_CHARACTERS:
        raise SuggestionRefused(_("This suggestion is too long. Write to the editors instead."))
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
        new_links = {*ADDRESS.findall(after), *ADDRESS.findall(given["remark"])} - {*ADDRESS.findall(before)}
        return len(new_links) > MAX_NEW_LINKS or bool(ADDRESS.search(given["name"]))
    return True
