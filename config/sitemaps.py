from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.core.paginator import Paginator
from django.db.models import QuerySet, Sum
from django.utils.functional import cached_property
from wagtail.models import Page

from blog.changes import changed_at
from blog.characters import without_forbidden
from blog.models import BlogIndexPage, PublicCount, PublicList, PublicPost
from blog.models.sections import open_paths
from home.models import HomePage, InfoPage


class PostSitemap(Sitemap):
    """Readable posts, 5,000 a file so that each is made from a bounded number of rows."""

    limit = 5_000

    @cached_property
    def open_blogs(self) -> list[int]:
        blogs = dict(BlogIndexPage.objects.values_list("path", "pk"))
        return [blogs[path] for path in open_paths(blogs)]

    @property
    def paginator(self) -> Paginator:
        paginator = super().paginator
        # Kept for each blog: nobody counts the posts, or looks for the latest of them, for the index of the sitemaps.
        blogs = PublicCount.objects.filter(kind=PublicList.BLOG, blog__in=self.open_blogs)
        paginator.count = blogs.aggregate(posts=Sum("posts"))["posts"] or 0
        return paginator

    def get_latest_lastmod(self) -> datetime | None:
        return changed_at()

    def items(self) -> QuerySet[PublicPost]:
        return PublicPost.objects.readable().filter(blog__in=self.open_blogs).select_related("blog").newest_first()

    def location(self, item: PublicPost) -> str:
        return without_forbidden(item.url)

    def lastmod(self, item: PublicPost) -> datetime:
        return item.updated_at or item.published_at


class PageSitemap(Sitemap):
    """Blogs, the home page and information pages that everybody may open."""

    def items(self) -> list[Page]:
        sections = Page.objects.type(HomePage, BlogIndexPage, InfoPage)
        reachable = open_paths(page.path for page in sections)
        return [page for page in sections if page.path in reachable and page.get_url()]

    def location(self, item: Page) -> str:
        return without_forbidden(item.get_url())

    def lastmod(self, item: Page) -> datetime | None:
        return item.last_published_at


SITEMAPS = {"posts": PostSitemap, "pages": PageSitemap}
