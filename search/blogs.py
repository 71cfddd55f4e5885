from django.http import Http404, HttpRequest
from wagtail.models import Site

from blog.models import BlogIndexPage


def blogs_of(request: HttpRequest) -> dict[int, BlogIndexPage]:
    """The blogs of the site that was asked, by id."""
    site = Site.find_for_request(request)
    if not site:
        raise Http404
    return {blog.pk: blog for blog in BlogIndexPage.objects.descendant_of(site.root_page)}
