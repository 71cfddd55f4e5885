from datetime import datetime
from urllib.parse import urlsplit

from django.contrib.sitemaps import Sitemap, views
from django.core.paginator import Paginator
from django.db.models import QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from wagtail.models import Page, Site

from blog.models import BlogIndexPage, PublicCount, PublicList, PublicPost
from blog.page_tree import open_paths
from blog.pages.blog_index import blogs_of_site
from blog.public_index.last_change import changed_at
from blog.rendering.characters import without_forbidden
from home.models import HomePage, InfoPage


class SiteSitemap(Sitemap):
    """A sitemap of the requested site. Django adds its host to each path."""

    def __init__(self, request: HttpRequest) -> None:
        self.request, self.site = request, Site.find_for_request(request)
        if not self.site:
            raise Http404

    def path_of(self, address: str) -> str:
        """Returns the path of a URL. If there are several sites, Wagtail's URLs contain a host."""
        return without_forbidden(urlsplit(address)._replace(scheme="", netloc="").geturl())


class PostSitemap(SiteSitemap):
    """Readable posts, 5,000 per file, so that each file needs a bounded number of rows."""

    limit = 5_000

    @cached_property
    def blogs(self) -> dict[int, BlogIndexPage]:
        return blogs_of_site(self.request)

    @property
    def paginator(self) -> Paginator:
        paginator = super().paginator
        # Stored for each blog, so that the sitemap index does not count the posts or look up the latest one.
        blogs = PublicCount.objects.filter(kind=PublicList.BLOG, blog__in=self.blogs)
        paginator.count = blogs.aggregate(posts=Sum("posts"))["posts"] or 0
        return paginator

    def get_latest_lastmod(self) -> datetime | None:
        return changed_at()

    def items(self) -> QuerySet[PublicPost]:
        return PublicPost.objects.readable().filter(blog__in=self.blogs).select_related("blog").newest_first()

    def location(self, item: PublicPost) -> str:
        return self.path_of(item.url)

    def lastmod(self, item: PublicPost) -> datetime:
        return item.updated_at or item.published_at


class PageSitemap(SiteSitemap):
    """Blogs, the home page and information pages without restrictions."""

    def items(self) -> list[Page]:
        pages = Page.objects.descendant_of(self.site.root_page, inclusive=True)
        sections = pages.type(HomePage, BlogIndexPage, InfoPage)
        reachable = open_paths(page.path for page in sections)
        return [page for page in sections if page.path in reachable and page.get_url()]

    def location(self, item: Page) -> str:
        return self.path_of(item.get_url())

    def lastmod(self, item: Page) -> datetime | None:
        return item.last_published_at


def site_sitemaps(request: HttpRequest) -> dict[str, Sitemap]:
    return {"posts": PostSitemap(request), "pages": PageSitemap(request)}


def index(request: HttpRequest) -> HttpResponse:
    return views.index(request, site_sitemaps(request), sitemap_url_name="sitemap")


def sitemap(request: HttpRequest, section: str) -> HttpResponse:
    return views.sitemap(request, site_sitemaps(request), section)
