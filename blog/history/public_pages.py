"""The pages that show readers the history of a page: the list of versions, a version, and what changed between two."""

from collections.abc import Iterable

from django.db.models import Subquery
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.cache import get_conditional_response
from wagtail import hooks

from blog.history.content import Content
from blog.history.diff_context import author_names, compare_for_readers
from blog.history.export import history_chunks
from blog.history.hashes import sha256_of
from blog.history.models import PublishedVersion
from blog.history.past_post import past_post
from blog.history.policy_page import policy_url
from blog.history.post_routes import below_page
from blog.history.public_versions import in_file, public_versions, with_neighbours, with_older_texts
from blog.history.version_summary import VersionSummary, credited_names, recorded_change, recorded_credits, summarize
from blog.models import BlogSettings, PostPage, VersionedPageMixin
from blog.pages.blog_index import blogs_of_site
from blog.rendering.characters import without_forbidden
from blog.views.pagination import PostPaginator

# The versions between two whose changes are named above what changed.
MAX_LISTED_STEPS = 20
# Versions of a history file in memory at a time.
VERSIONS_PER_CHUNK = 20
ETAG_LENGTH = 32


@below_page
def version_list(page: VersionedPageMixin, request: HttpRequest) -> HttpResponse:
    versions = public_versions(page, BlogSettings.for_request(request))
    count = versions.count()
    if not count:
        raise Http404
    rows = with_older_texts(versions).order_by("-number").defer("files", "nonces", "redacted")
    listing = PostPaginator(rows, count=count).requested_page(request)
    listed = summaries(request, listing.object_list)
    has_gaps = listing.number == 1 and listed[0].version.number > count
    asked = questions(page, request) if isinstance(page, PostPage) and listing.number == 1 else []
    blog = page.public.blog if isinstance(page, PostPage) else next(iter(blogs_of_site(request).values()), None)
    about = policy_url(blog) if blog else ""
    shown = {"summaries": listed, "has_gaps": has_gaps, "questions": asked, "policy_url": about}
    return respond(request, page, "list", listing=listing, **shown)


def questions(post: PostPage, request: HttpRequest) -> list[object]:
    """Questions of readers, with ``remark``, ``answer`` and ``decided_at``."""
    settings = BlogSettings.for_request(request)
    return [question for find in hooks.get_hooks("questions_on_history") for question in find(post, settings)]


@below_page
def version_page(page: VersionedPageMixin, request: HttpRequest, number: int) -> HttpResponse:
    versions = public_versions(page, BlogSettings.for_request(request))
    version = get_object_or_404(with_neighbours(versions), number=number)
    [summary] = summaries(request, [version])
    past = past_post(version, request) if version.is_readable else None
    # With the name of a page, for the scripts of its blocks.
    title = past.shown["title"] if past else page.title
    return respond(request, page, "version", summary=summary, version=version, title=title, page=past)


@below_page
def changes_in_version(page: VersionedPageMixin, request: HttpRequest, number: int, older: int) -> HttpResponse:
    """What changed in a version, against the public version before it. Other pairs are not compared for readers."""
    versions = public_versions(page, BlogSettings.for_request(request))
    pair = list(with_neighbours(versions).filter(number__lte=number).order_by("-number")[:2])
    if [version.number for version in pair] != [number, older]:
        raise Http404
    return respond_with_changes(page, request, pair[1], pair[0], steps=pair[:1])


@below_page
def changes_since(page: VersionedPageMixin, request: HttpRequest, number: int) -> HttpResponse:
    """What changed from a version to the newest, for whoever has read that version."""
    versions = public_versions(page, BlogSettings.for_request(request))
    newest = versions.order_by("-number")
    # The same version twice, for whoever has read the newest, is one row.
    pair = list(newest.filter(number__in=[number, Subquery(newest.values("number")[:1])]))
    if not pair or pair[-1].number != number:
        raise Http404
    steps = newest.filter(number__gt=number).defer("text", "shown", "files", "nonces")
    return respond_with_changes(page, request, pair[-1], pair[0], steps=list(steps[:MAX_LISTED_STEPS]))


def respond_with_changes(
    page: VersionedPageMixin,
    request: HttpRequest,
    old: PublishedVersion,
    new: PublishedVersion,
    *,
    steps: list[PublishedVersion],
) -> HttpResponse:
    """The diff of two versions. There is none with a version whose text was removed."""
    if not (old.is_readable and new.is_readable):
        raise Http404
    settings = BlogSettings.for_request(request)
    comparison = compare_for_readers(readable_content(old, settings), readable_content(new, settings), request)
    hides_authors = not settings.shows_names
    for step in steps:
        step.described = recorded_change(step)
    pair = {"old": old, "new": new, "steps": steps}
    return respond(request, page, "changes", comparison=comparison, hides_authors=hides_authors, **pair)


def readable_content(version: PublishedVersion, settings: BlogSettings) -> Content:
    content = version.content
    declaration = content.declaration if settings.shows_reviews else None
    text, shown = without_forbidden(content.text), without_forbidden(content.shown)
    return Content(text, shown, content.files, declaration=declaration)


@below_page
def history_file(page: VersionedPageMixin, request: HttpRequest) -> HttpResponseBase:
    """The history as JSON. Of versions that are not public, number and hash alone."""
    settings = BlogSettings.for_request(request)
    numbers = set(in_file(public_versions(page, settings), settings).values_list("number", flat=True))
    if not numbers:
        raise Http404
    versions = PublishedVersion.objects.filter(post_uuid=page.uuid).order_by("number")
    state = list(versions.values_list("number", "hash", "redacted_at"))
    etag = f'"{sha256_of([sorted(numbers), str(state), settings.shows_reviews])[:ETAG_LENGTH]}"'
    chunks = history_chunks(
        page.uuid,
        versions.iterator(chunk_size=VERSIONS_PER_CHUNK),
        is_shown=lambda version: version.number in numbers,
        withheld=() if settings.shows_reviews else ("review", "declaration"),
    )
    response = StreamingHttpResponse(chunks, content_type="application/json")
    response["X-Robots-Tag"], response["ETag"] = "noindex", etag
    return get_conditional_response(request, etag=etag, response=response)


def summaries(request: HttpRequest, versions: Iterable[PublishedVersion]) -> list[VersionSummary]:
    settings, versions = BlogSettings.for_request(request), list(versions)
    keys = {key for version in versions for key in version.shown.get("authors", [])} if settings.shows_names else ()
    names = author_names(keys) | credited_names(key for version in versions for key in recorded_credits(version))
    return [summarize(version, settings, names) for version in versions]


def respond(request: HttpRequest, page: VersionedPageMixin, name: str, /, **context: object) -> HttpResponse:
    url = page.public.url if isinstance(page, PostPage) else page.get_url(request)
    shown = {"post": page, "post_url": url, "history_url": f"{url}history/", **context}
    response = TemplateResponse(request, f"blog_history/public/{name}.html", shown)
    if name != "list":
        # Search engines should find the post as it is now.
        response["X-Robots-Tag"] = "noindex"
    return response
