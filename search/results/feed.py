"""The Atom feed of a query: the newest posts that match all of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from blog.body.internal_links import absolute
from blog.body.prefetch import prefetched
from blog.models import PostPage
from blog.pages.blog_index import blogs_of_site
from blog.views.feeds import POSTS_IN_FEED, PostsFeed, newest_of
from search.query.finder import find_newest
from search.results import search_urls
from search.results.forms import SearchForm


class SearchFeed(PostsFeed):
    def title(self, query: str) -> str:
        return _("Search for “%(query)s”") % {"query": query}

    def link(self, query: str) -> str:
        return absolute(self.root, search_urls.search_url(query))

    def feed_url(self, query: str) -> str:
        return absolute(self.root, search_urls.feed_url(query))


@require_safe
def search_feed(request: HttpRequest) -> HttpResponse:
    query = SearchForm(request.GET).query
    if not query:
        raise Http404
    blogs = blogs_of_site(request)
    found = PostPage.objects.readable().filter(pk__in=find_newest(query, blogs)[:POSTS_IN_FEED])
    posts = newest_of(found, blogs)
    with prefetched(post.body for post in posts):
        response = SearchFeed(posts)(request, subject=query)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
