"""The hash of the newest version of every public history, for whoever wants to note them."""

from django.db.models import Exists, OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import condition, require_safe

from blog.body.internal_links import absolute
from blog.history.models import PublishedVersion
from blog.history.public_versions import in_file, shown_versions
from blog.models import BlogSettings, PostPage
from blog.pages.blog_index import blogs_of_site
from blog.public_index.last_change import etag_of_feeds


@require_safe
@condition(etag_func=etag_of_feeds)
def heads(request: HttpRequest) -> HttpResponse:
    """Every post that has a history file, in the order of its UUID, with number and hash of the last version in it."""
    settings = BlogSettings.for_request(request)
    if not settings.shows_history:
        raise Http404
    blogs = blogs_of_site(request)
    newest = PublishedVersion.objects.filter(post_uuid=OuterRef("uuid")).order_by("-number")
    posts = PostPage.objects.readable().filter(
        Exists(in_file(shown_versions(), settings).filter(post_uuid=OuterRef("uuid"))), public__blog__in=blogs
    )
    columns = [Subquery(newest.values(name)[:1]) for name in ("number", "hash")]
    root = request.build_absolute_uri("/")
    found = [
        {"page": uuid, "number": number, "hash": digest, "history": history_url(root, blogs[blog].post_url(slug))}
        for uuid, blog, slug, number, digest in posts.order_by("uuid").values_list(
            "uuid", "public__blog", "public__slug", *columns
        )
    ]
    response = JsonResponse({"heads": found})
    response["X-Robots-Tag"] = "noindex"
    return response


def history_url(root: str, post_url: str) -> str:
    return absolute(root, f"{post_url}history.json")
