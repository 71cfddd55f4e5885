from django.http import Http404, HttpRequest
from wagtail.models import Site

from blog.models import BlogIndexPage
from blog.pages.blog_index import open_blogs


def blogs_of(request: HttpRequest) -> dict[int, BlogIndexPage]:
    """The blogs of the site that was asked which readers may open, by id."""
    site = Site.find_for_request(request)
    if not site:
        raise Http404
    return open_blogs(site.root_page)
