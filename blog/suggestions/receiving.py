"""Takes what readers send: finds their edits, holds back what looks like spam, and stores the rest once."""

import json
import re
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import astuple
from datetime import date

from django import forms
from django.core import signing
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from blog.body.canonical import STABLE_KEY
from blog.body.internal_links import addresses_in
from blog.history.models import PublishedVersion
from blog.history.places import Place, UnsafeAddress, places, replace_places
from blog.models import PostPage
from blog.pages.post_forms import EARLIEST
from blog.rendering.characters import without_forbidden
from blog.rendering.text_cache import cached_text
from blog.review.secret_links import hash_of_secret
from blog.review.throttling import attempt_key, count_attempt, network_of
from blog.suggestions.fields import EDITABLE_FIELDS, changed_fields, checked_tags, is_possible, shown_fields
from blog.suggestions.models import MAX_CONTACT_LENGTH, MAX_READER_NAME_LENGTH, Suggestion

# A form is valid for a day. Nobody reads and writes in less than two seconds.
FORM_SECONDS, MIN_FORM_SECONDS = 24 * 60 * 60, 2
MAX_REMARK_LENGTH = 2_000
MAX_TITLE_LENGTH = PostPage._meta.get_field("title").max_length
MAX_SUMMARY_LENGTH = PostPage._meta.get_field("summary").max_length
MAX_TAGS_LENGTH = 1_000
MAX_SHOWN_ADDRESS = 100
# How much longer a text may become.
MAX_ADDED_CHARACTERS = 5_000
# More addresses at hosts that the text does not name look like spam.
MAX_NEW_LINKS = 2
MAX_SUGGESTIONS_PER_NETWORK = 20
MAX_SUGGESTIONS_PER_POST = 50
ADDRESS = re.compile(r"(?:https?://|www\.)[^\s()<>]*", re.IGNORECASE)
# About the size of sixty long posts.
MAX_CACHED_PLACES = 8_000_000
OBJECTION_PARAMETER = "objection"
FORM_NONCE_BYTES = 12
FORM_SIGNER = signing.TimestampSigner(salt="blog.suggestions")


class SuggestionForm(forms.Form):
    """What a reader says beside the edits of the text. ``website`` is hidden from people."""

    title = forms.CharField(label=_("Title"), required=False, max_length=MAX_TITLE_LENGTH)
    summary = forms.CharField(
        label=_("Summary"),
        required=False,
        max_length=MAX_SUMMARY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    tags = forms.CharField(label=_("Tags"), required=False, max_length=MAX_TAGS_LENGTH)
    published_on = forms.DateField(
        label=_("Date"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
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
    may_be_shown = forms.BooleanField(
        label=_("My question and the answer may be shown in the history of the post"), required=False
    )
    website = forms.CharField(required=False)
    token = forms.CharField(widget=forms.HiddenInput)

    def clean_tags(self) -> str:
        try:
            checked_tags(self.cleaned_data["tags"])
        except ValueError as error:
            raise forms.ValidationError(_("This tag is too long.")) from error
        return self.cleaned_data["tags"]

    def clean_published_on(self) -> date | None:
        chosen = self.cleaned_data["published_on"]
        if chosen and chosen > timezone.localdate():
            raise forms.ValidationError(_("This date is in the future."))
        if chosen and not is_possible(chosen):
            raise forms.ValidationError(_("Enter a date after %(year)s.") % {"year": EARLIEST.year})
        return chosen


class SuggestionRefused(Exception):  # noqa: N818 - the name is what happened
    """The only argument is the message for the reader."""


def new_token(post: PostPage, version: PublishedVersion) -> str:
    """Signed: page, version and a random part, because each form gives the status page its own address."""
    named = f"{post.uuid}:{version.number}:{redaction_of(version)}"
    return FORM_SIGNER.sign(f"{named}:{secrets.token_urlsafe(FORM_NONCE_BYTES)}")


def redaction_of(version: PublishedVersion) -> str:
    """A form from before a redaction contains the words that were removed."""
    return str(version.redacted_at.timestamp()) if version.redacted_at else ""


def is_form_of_this_site(token: str) -> bool:
    try:
        FORM_SIGNER.unsign(token, max_age=FORM_SECONDS)
    except signing.BadSignature:
        return False
    return True


def version_of_token(token: str, post: PostPage, *, max_age: int | None = None) -> PublishedVersion | None:
    """The version for which the form was made; None if it is not a form of this post, or older than ``max_age``."""
    try:
        page, number, redaction, *_nonce = FORM_SIGNER.unsign(token, max_age=max_age).split(":")
    except (signing.BadSignature, ValueError):
        return None
    if page != str(post.uuid):
        return None
    version = PublishedVersion.objects.filter(post_uuid=post.uuid, number=number).first()
    return version if version and version.is_readable and redaction == redaction_of(version) else None


def secret_of(suggestion: Suggestion, token: str) -> str:
    """The secret of the status page. The same form, sent twice, has the same."""
    sent = [token, suggestion.after, suggestion.fields, suggestion.remark, suggestion.name, suggestion.contact]
    digest = salted_hmac("blog.suggestions.status", json.dumps(sent, sort_keys=True), algorithm="sha256").digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


@cached_text(characters=MAX_CACHED_PLACES)
def places_as_json(text: str) -> str:
    """Cached, because reading a long text takes long, and the text of a version does not change."""
    return json.dumps([astuple(place) for place in places(text)])


def places_of(text: str) -> list[Place]:
    found = json.loads(places_as_json(text))
    return [Place(name, kind, words, tuple(links), tuple(keys)) for name, kind, words, links, keys in found]


def shown_addresses(text: str, request: HttpRequest) -> dict[str, str]:
    """The addresses that the form shows for stable keys. A link to something that is not public has none."""
    root = Site.find_for_request(request).root_url
    found = addresses_in(text, request, also_hidden=False) if STABLE_KEY.search(text) else {}
    return {key: address.removeprefix(root) for key, address in found.items()}


def shown_link(link: str, addresses: Mapping[str, str]) -> str:
    key, sign, fragment = link.partition("#")
    if not STABLE_KEY.fullmatch(key):
        return link
    return f"{addresses[key.lower()]}{sign}{fragment}" if key.lower() in addresses else ""


def edits_in(sent: Mapping[str, str], text: str, addresses: Mapping[str, str]) -> dict[str, str]:
    """The places and links that the reader changed, with their new Markdown."""
    edits = {}
    for place in places_of(text):
        links = [shown_link(link, addresses) for link in place.links]
        for name, before in (place.id, place.text), *zip(place.link_ids, links, strict=True):
            shown, words = as_sent(before), as_sent(sent.get(f"place-{name}", before))
            # The indentation of code is content.
            is_same = words == shown if place.kind == "code" else words.strip() == shown.strip()
            if not is_same:
                edits[name] = words
    return edits


def as_sent(words: str) -> str:
    """What a browser sends for these words of a form."""
    return without_forbidden(words).replace("\r\n", "\n")


def suggest(post: PostPage, request: HttpRequest, form: SuggestionForm) -> tuple[Suggestion, str]:
    """Stores a suggestion and returns it with its secret, "" if the same was sent before. Raises SuggestionRefused."""
    given = form.cleaned_data
    version = version_of_token(given["token"], post, max_age=FORM_SECONDS)
    if version is None:
        raise SuggestionRefused(_("This form has expired. Check your changes below, and send it again."))
    is_objection = OBJECTION_PARAMETER in request.GET
    # Whoever sends many suggestions keeps nobody from objecting.
    about_post = "objection to a post" if is_objection else "suggestion of a post"
    limits = {
        attempt_key("suggestion", network_of(request)): MAX_SUGGESTIONS_PER_NETWORK,
        attempt_key(about_post, str(post.pk)): MAX_SUGGESTIONS_PER_POST,
    }
    # Refused ones cost as much.
    count_attempt(limits)
    sent = {name: given[name] for name in EDITABLE_FIELDS if name in form.data}
    fields = changed_fields(shown_fields(version.shown), sent)
    edits = edits_in(request.POST, version.text, shown_addresses(version.text, request))
    # Longer ones are not even read.
    if sum(map(len, edits.values())) > len(version.text) + MAX_ADDED_CHARACTERS:
        raise SuggestionRefused(_("This suggestion is too long. Write to the editors instead."))
    try:
        after = replace_places(version.text, edits)
    except UnsafeAddress as error:
        refusal = _("A link to “%(address)s” is not possible. Use an address that begins with https://.")
        raise SuggestionRefused(refusal % {"address": str(error)[:MAX_SHOWN_ADDRESS]}) from error
    if is_objection and not given["remark"]:
        raise SuggestionRefused(_("Say what should not be here, and why."))
    if after == version.text and not (fields or given["remark"]):
        raise SuggestionRefused(_("Nothing was changed. Edit the text, or say what is wrong."))
    if len(after) > len(version.text) + MAX_ADDED_CHARACTERS:
        raise SuggestionRefused(_("This suggestion is too long. Write to the editors instead."))
    suggestion = Suggestion(
        post=post,
        kind=Suggestion.Kind.OBJECTION if is_objection else Suggestion.Kind.EDIT,
        version=version.number,
        before=version.text,
        after=after,
        edits=edits,
        fields=fields,
        state=Suggestion.State.HELD if looks_like_spam(form, version.text, after) else Suggestion.State.OPEN,
        **{name: given[name] for name in ("remark", "name", "contact", "may_be_named", "may_be_shown")},
    )
    return store(suggestion, secret_of(suggestion, given["token"]))


@transaction.atomic
def store(suggestion: Suggestion, secret: str) -> tuple[Suggestion, str]:
    suggestion.secret_hash = hash_of_secret(secret)
    if sent_twice := Suggestion.objects.filter(secret_hash=suggestion.secret_hash).first():
        return sent_twice, secret
    content = {name: getattr(suggestion, name) for name in ("post", "before", "after", "fields", "remark", "state")}
    same = Suggestion.objects.filter(**content).first()
    # Everybody who objects gets a receipt.
    if same and suggestion.state == Suggestion.State.OPEN and not suggestion.is_objection:
        Suggestion.objects.filter(pk=same.pk).update(times=F("times") + 1)
        return same, ""
    # Of two forms that arrive at once, one is stored.
    Suggestion.objects.bulk_create([suggestion], ignore_conflicts=True)
    return Suggestion.objects.get(secret_hash=suggestion.secret_hash), secret


def looks_like_spam(form: SuggestionForm, before: str, after: str) -> bool:
    given = form.cleaned_data
    if given["website"]:
        return True
    try:
        FORM_SIGNER.unsign(given["token"], max_age=MIN_FORM_SECONDS)
    except signing.SignatureExpired:
        known = {host_of(address) for address in ADDRESS.findall(before)}
        added = {*ADDRESS.findall(after), *ADDRESS.findall(given["remark"])}
        new_links = [address for address in added if host_of(address) not in known]
        return len(new_links) > MAX_NEW_LINKS or bool(ADDRESS.search(given["name"]))
    return True


def host_of(address: str) -> str:
    return address.lower().removeprefix("https://").removeprefix("http://").partition("/")[0]
