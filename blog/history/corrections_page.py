"""The list of a blog's corrections, and its feed."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import condition
from wagtail.models import Site

from blog.body.internal_links import absolute
from blog.history.corrections import (
    CORRECTIONS_SLUG,
    PublicChange,
    changes_in,
    corrections_url,
    significant_changes,
)
from blog.history.post_routes import below_blog
from blog.models import BlogIndexPage, BlogSettings
from blog.public_index.last_change import etag_of_feeds
from blog.views.feeds import FullTextAtomFeed
from blog.views.pagination import PostPaginator

CORRECTIONS_IN_FEED = 20


def list_of_corrections(answer: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorator for the views. The list has another address while a live post has its own."""

    @below_blog
    @wraps(answer)
    def view(blog: BlogIndexPage, request: HttpRequest, *, is_moved: bool) -> HttpResponse | None:
        if (
            BlogSettings.for_request(request).shows_history
            and (CORRECTIONS_SLUG in blog.taken_list_addresses) == is_moved
        ):
            return answer(request, blog)
        return None

    return view


@list_of_corrections
def corrections_page(request: HttpRequest, blog: BlogIndexPage) -> HttpResponse:
    versions = significant_changes([blog], only_corrections=True)
    page = PostPaginator(versions, count=versions.count()).requested_page(request)
    context = {"blog": blog, "listing": page, "changes": changes_in([blog], page.object_list)}
    return TemplateResponse(request, "blog_history/public/corrections.html", context)


class CorrectionsFeed(Feed):
    feed_type = FullTextAtomFeed

    def get_object(self, request: HttpRequest, blog: BlogIndexPage) -> BlogIndexPage:
        self.root = Site.find_for_request(request).root_url
        self.address = corrections_url(blog)
        return blog

    def title(self, blog: BlogIndexPage) -> str:
        return _("Corrections in %(blog)s") % {"blog": blog.seo_title or blog.title}

    def link(self) -> str:
        return absolute(self.root, self.address)

    def feed_url(self) -> str:
        return f"{self.link()}feed/"

    def feed_guid(self) -> str:
        return self.link()

    def items(self, blog: BlogIndexPage) -> list[PublicChange]:
        newest = significant_changes([blog], only_corrections=True)[:CORRECTIONS_IN_FEED]
        return [change.below(self.root) for change in changes_in([blog], newest)]

    def item_title(self, item: PublicChange) -> str:
        return _("Correction: %(title)s") % {"title": item.post_title}

    def item_description(self, item: PublicChange) -> str:
        return item.description.get("right", "")

    def item_link(self, item: PublicChange) -> str:
        return item.url

    def item_guid(self, item: PublicChange) -> str:
        return f"urn:uuid:{item.key}"

    def item_pubdate(self, item: PublicChange) -> datetime:
        return item.published_at

    item_updateddate = item_pubdate

    def item_extra_kwargs(self, item: PublicChange) -> dict[str, object]:
        content = render_to_string("blog_history/feed/corrections.html", {"corrections": [item]})
        return {"content": content, "further_authors": []}


@list_of_corrections
@condition(etag_func=etag_of_feeds)
def corrections_feed(request: HttpRequest, blog: BlogIndexPage) -> HttpResponse:
    return CorrectionsFeed()(request, blog=blog)
