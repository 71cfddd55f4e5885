"""What readers see: the form below a post, and the page that says what became of a suggestion."""

import re
from collections.abc import Mapping
from http import HTTPStatus
from math import ceil
from typing import Any
from urllib.parse import quote_plus

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from blog.history.models import PublishedVersion
from blog.history.places import NOTE_CITED, Place
from blog.history.post_routes import SAFE_METHODS, below_page
from blog.models import BlogSettings, PostPage
from blog.review.secret_links import matches_secret
from blog.review.throttling import TooManyAttempts
from blog.settings.licences import LicenceChoice
from blog.suggestions.fields import shown_fields
from blog.suggestions.models import Suggestion
from blog.suggestions.receiving import (
    OBJECTION_PARAMETER,
    SuggestionForm,
    SuggestionRefused,
    is_form_of_this_site,
    new_token,
    places_of,
    shown_addresses,
    shown_link,
    suggest,
    version_of_token,
)

# A form of somebody who is not signed in may have 1 MB. A browser sends the name of each field with it.
MAX_FORM_BYTES, FIELD_BYTES = 600_000, 100
MAX_SELECTED_WORDS = 200
NO_LETTERS = re.compile(r"[\W\d_]+")
# The words of a link in the text of a place.
LINK_NUMBER = re.compile(r"(?<!!)\[([^\[\]]*)\]\(\d+\)")


def takes_suggestions(post: PostPage, request: HttpRequest) -> bool:
    return BlogSettings.for_request(request).takes_suggestions and post.is_public


def suggestion_form(post: PostPage, request: HttpRequest) -> HttpResponse:
    version = PublishedVersion.objects.newest_of(post.uuid)
    if not takes_suggestions(post, request) or version is None or not version.is_readable:
        raise Http404
    if request.method != "POST":
        return form_response(post, request, version, new_form(request, initial=shown_fields(version.shown)))
    status = HTTPStatus.BAD_REQUEST
    try:
        form = new_form(request, request.POST)
        if form.is_valid():
            suggestion, secret = suggest(post, request, form)
            if not secret:
                return render(request, "blog_suggestions/sent_before.html", {"post": post})
            return redirect(reverse("suggestion", args=[suggestion.pk, secret]))
        refusal = _("Not sent. See the field that is marked below.")
    except SuggestionRefused as refused:
        refusal = str(refused)
    except TooManyAttempts as refused:
        minutes = ceil(refused.retry_after / 60)
        words = _(
            "Too many suggestions came from your network or for this post. Send this one again in %(minutes)d minutes."
        )
        refusal, status = words % {"minutes": minutes}, HTTPStatus.TOO_MANY_REQUESTS
    except (BadRequest, SuspiciousOperation, MultiPartParserError, LookupError, UnicodeError):
        return HttpResponse(status=400)
    # The places of another version would be others.
    version = version_of_token(request.POST.get("token", ""), post) or version
    return form_response(post, request, version, form, refusal=refusal, status=status)


def new_form(request: HttpRequest, sent: QueryDict | None = None, **values: Any) -> SuggestionForm:
    form = SuggestionForm(sent, **values)
    if OBJECTION_PARAMETER in request.GET:
        form.fields["remark"].label = _("What should not be here, and why")
    return form


def form_response(
    post: PostPage,
    request: HttpRequest,
    version: PublishedVersion,
    form: SuggestionForm,
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    typed = request.POST if version_of_token(request.POST.get("token", ""), post) else {}
    addresses, fields = shown_addresses(version.text, request), shown_fields(version.shown)
    divided = form_parts(places_of(version.text))
    number, selected = place_with(request.GET.get("words", ""), divided) or (request.GET.get("part"), None)
    parts = Paginator(divided, 1).get_page(number)
    context = {
        "post": post,
        "post_url": post.public.url,
        "form": form,
        "passages": [shown_passage(place, typed, addresses) for part in parts for place in part],
        "selected": selected and selected.id,
        "parts": parts,
        "fields_are_open": any(str(form[name].value() or "") != value for name, value in fields.items()),
        "token": new_token(post, version),
        "refusal": refusal,
        "is_objection": OBJECTION_PARAMETER in request.GET,
        "shows_history": BlogSettings.for_request(request).shows_history,
        "licence": LicenceChoice(post.licence or BlogSettings.for_request(request).licence).label,
    }
    response = render(request, "blog_suggestions/form.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response


def place_with(words: str, parts: list[list[Place]]) -> tuple[int, Place] | None:
    """The first place that contains the words, and the number of its part."""
    wanted = letters_of(words[:MAX_SELECTED_WORDS])
    found = ((at, place) for at, part in enumerate(parts, 1) for place in part if wanted in letters_of(place.text))
    return next(found, None) if wanted else None


def letters_of(words: str) -> str:
    """What a place and the same words on the page of the post have in common."""
    return NO_LETTERS.sub("", NOTE_CITED.sub("", words)).casefold()


def form_parts(places: list[Place]) -> list[list[Place]]:
    """Divides the places of a very long text, so that each form can be sent. A place may be too long for any."""
    parts, size = [[]], 0
    for place in places:
        size += (added := form_size(place))
        if size > MAX_FORM_BYTES and parts[-1]:
            parts.append([])
            size = added
        parts[-1].append(place)
    return parts


def form_size(place: Place) -> int:
    """The bytes that the fields of a place take in a form that is sent."""
    words = "".join([place.text, *place.links])
    return len(quote_plus(words)) + FIELD_BYTES * (1 + len(place.links))


def shown_passage(place: Place, typed: Mapping[str, str], addresses: Mapping[str, str]) -> dict[str, Any]:
    """A place with what was typed, and its links as (name, words), without those that have no public address."""
    before = {name: shown_link(link, addresses) for name, link in zip(place.link_ids, place.links, strict=True)}
    links = {name: typed.get(f"place-{name}", link) for name, link in before.items()}
    text = typed.get(f"place-{place.id}", place.text)
    return {
        "place": place,
        "text": text,
        "links": [(number, name, link) for number, (name, link) in enumerate(links.items(), 1) if before[name]],
        "is_too_long": form_size(place) > MAX_FORM_BYTES,
        "beginning": LINK_NUMBER.sub(r"\1", place.text),
        "is_open": text != place.text or links != before,
    }


# Readers have no cookie, and the address is the secret.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def suggestion_status(request: HttpRequest, pk: int, secret: str) -> HttpResponse:
    """Says nothing of the post if readers may not see it now, and nothing that the reader or the post said.

    With POST, the reader's question is not shown to other readers any more.
    """
    suggestion = Suggestion.objects.select_related("post").filter(pk=pk).first()
    if not matches_secret(secret, suggestion and suggestion.secret_hash):
        raise Http404
    if request.method == "POST":
        Suggestion.objects.filter(pk=pk).update(may_be_shown=False, is_shown=False)
        return redirect(request.path)
    post = suggestion.post if suggestion.post.is_public else None
    response = render(request, "blog_suggestions/status.html", {"suggestion": suggestion, "post": post})
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


form_below_post = below_page(suggestion_form, kind=PostPage, methods=(*SAFE_METHODS, "POST"))


# The signed time in the form takes the place of the CSRF token, whose cookie readers would get.
@csrf_exempt
def suggestion_view(request: HttpRequest, path: str) -> HttpResponse:
    """Answers in words to somebody who got the form while the post was public."""
    try:
        return form_below_post(request, path=path)
    except Http404:
        if request.method != "POST" or not is_form_of_this_site(request.POST.get("token", "")):
            raise
        return render(request, "blog_suggestions/gone.html", status=HTTPStatus.GONE)


urlpatterns = [
    path("suggestion/<int:pk>/<str:secret>/", suggestion_status, name="suggestion"),
    path("<page_path:path>/suggest/", suggestion_view),
]
