"""The hash of the newest version of every public history, for whoever wants to note them."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import condition, require_safe
from wagtail.models import Site

from blog.body.internal_links import absolute
from blog.history.models import PublishedVersion
from blog.history.public_versions import in_file, shown_versions
from blog.models import BlogSettings, PostPage
from blog.page_tree import open_paths
from blog.pages.blog_index import blogs_of_site
from blog.pages.versioned import published_text_models
from blog.public_index.last_change import etag_of_feeds

# UUID of the page, number and hash of its last version, address of the page.
type Head = tuple[UUID, int, str, str]


@require_safe
@condition(etag_func=etag_of_feeds)
def heads(request: HttpRequest) -> HttpResponse:
    """Every page that has a history file, in the order of its UUID, with number and hash of the last version in it."""
    settings = BlogSettings.for_request(request)
    if not settings.shows_history:
        raise Http404
    root = request.build_absolute_uri("/")
    found = [*heads_of_posts(request, settings), *heads_of_texts(request, settings)]
    heads = [
        {"page": page, "number": number, "hash": digest, "history": absolute(root, f"{url}history.json")}
        for page, number, digest, url in sorted(found)
    ]
    response = JsonResponse({"heads": heads})
    response["X-Robots-Tag"] = "noindex"
    return response


def heads_of_posts(request: HttpRequest, settings: BlogSettings) -> Iterator[Head]:
    blogs = blogs_of_site(request)
    posts = with_heads(PostPage.objects.readable(), settings).filter(public__blog__in=blogs)
    rows = posts.values_list("uuid", "last_number", "last_hash", "public__blog", "public__slug")
    for uuid, number, digest, blog, slug in rows:
        yield uuid, number, digest, blogs[blog].post_url(slug)


def heads_of_texts(request: HttpRequest, settings: BlogSettings) -> Iterator[Head]:
    site = Site.find_for_request(request)
    for model in published_text_models():
        if model.has_public_history:
            pages = list(with_heads(model.objects.descendant_of(site.root_page), settings).defer_streamfields())
            public = open_paths(page.path for page in pages)
            for page in pages:
                if page.path in public:
                    yield page.uuid, page.last_number, page.last_hash, page.get_url(request)


def with_heads(pages: QuerySet, settings: BlogSettings) -> QuerySet:
    """Those of the pages that have a history file, with number and hash of the last version in it."""
    newest = PublishedVersion.objects.filter(post_uuid=OuterRef("uuid")).order_by("-number")
    pages = pages.filter(Exists(in_file(shown_versions(), settings).filter(post_uuid=OuterRef("uuid"))))
    return pages.annotate(
        last_number=Subquery(newest.values("number")[:1]), last_hash=Subquery(newest.values("hash")[:1])
    )
