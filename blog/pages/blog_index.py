from typing import TYPE_CHECKING, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.models import Page, Site
from wagtail.search import index
from wagtail.url_routing import RouteResult

from blog.page_tree import is_open, post_model
from blog.public_index.models import PublicList
from blog.taxonomy.slugs import LATER_RESERVED_SLUGS, RESERVED_SLUGS
from blog.views import lists

from .sections import SectionManager, SectionMixin
from .versioned import IntroductionMixin

if TYPE_CHECKING:
    from .post import PostPage


class BlogIndexPage(IntroductionMixin, SectionMixin, RoutablePageMixin, Page):
    introduction = RichTextField(
        _("introduction"),
        blank=True,
        features=["bold", "italic", "link"],
        help_text=_("One or two sentences about this blog, above its posts."),
    )

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("introduction")]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("introduction")]
    subpage_types: ClassVar = ["blog.PostPage"]

    objects = SectionManager()

    class Meta:
        verbose_name = _("blog")
        verbose_name_plural = _("blogs")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        if len(path_components) == 1 and self.is_open() and path_components[0] not in RESERVED_SLUGS:
            post = self.readable_post(path_components[0])
            if post:
                return RouteResult(post)
        return super().route(request, path_components)

    def readable_post(self, slug: str) -> "PostPage | None":
        """The readable post with this slug in this blog, with the data that its page shows; None if there is none."""
        posts = post_model().objects.readable().select_related("public", "topic", "series", "cover")
        post = posts.filter(public__blog=self, public__slug=slug).first()
        if post:
            post.is_public = True
            post.public.blog = self
        return post

    @cached_property
    def address(self) -> str:
        return self.get_url() or "/"

    def post_url(self, slug: str) -> str:
        return f"{self.address}{slug}/"

    def markdown_url(self, slug: str) -> str:
        return f"{self.address}{slug}.md"

    def list_url(self, *parts: str) -> str:
        return f"{self.address}{'/'.join(parts)}/"

    @cached_property
    def taken_list_addresses(self) -> set[str]:
        """The slugs of lists that a live post has, from before they were reserved."""
        taken = Page.objects.child_of(self).filter(slug__in=LATER_RESERVED_SLUGS, live=True)
        return set(taken.values_list("slug", flat=True))

    def later_list_url(self, slug: str) -> str:
        """The address of a list of ``LATER_RESERVED_SLUGS``."""
        return self.list_url("archive", slug) if slug in self.taken_list_addresses else self.list_url(slug)

    @property
    def feed_url(self) -> str:
        return self.list_url("feed")

    # The lists, one route each. The views are in blog.views.lists.

    @path("")
    def posts(self, request: HttpRequest) -> HttpResponse:
        return self._answer("posts", request)

    @path("archive/")
    def archive(self, request: HttpRequest) -> HttpResponse:
        return self._answer("archive", request)

    @path("archive/<int:year>/")
    def archive_year(self, request: HttpRequest, year: int) -> HttpResponse:
        return self._answer("archive_year", request, year=year)

    @path("archive/<int:year>/<int:month>/")
    def archive_month(self, request: HttpRequest, year: int, month: int) -> HttpResponse:
        return self._answer("archive_month", request, year=year, month=month)

    @path("topics/")
    def topics(self, request: HttpRequest) -> HttpResponse:
        return self._answer("name_list", request, kind=PublicList.TOPIC)

    @path("topics/<str:slug>/")
    def topic(self, request: HttpRequest, slug: str) -> HttpResponse:
        return self._answer("topic", request, slug=slug)

    @path("tags/")
    def tags(self, request: HttpRequest) -> HttpResponse:
        return self._answer("name_list", request, kind=PublicList.TAG)

    @path("tags/<str:slug>/")
    def tag(self, request: HttpRequest, slug: str) -> HttpResponse:
        return self._answer("tag", request, slug=slug)

    @path("authors/")
    def authors(self, request: HttpRequest) -> HttpResponse:
        return self._answer("name_list", request, kind=PublicList.AUTHOR)

    @path("authors/<str:slug>/")
    def author(self, request: HttpRequest, slug: str) -> HttpResponse:
        return self._answer("author", request, slug=slug)

    @path("series/")
    def all_series(self, request: HttpRequest) -> HttpResponse:
        return self._answer("name_list", request, kind=PublicList.SERIES)

    @path("series/<str:slug>/")
    def series(self, request: HttpRequest, slug: str) -> HttpResponse:
        return self._answer("series", request, slug=slug)

    @path("feed/")
    def feed(self, request: HttpRequest) -> HttpResponse:
        return self._answer("feed", request)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        return self._answer("unsaved" if self._state.adding else "posts", request)

    def _answer(self, name: str, request: HttpRequest, **kwargs: object) -> HttpResponse:
        if not self.address:
            raise Http404
        return getattr(lists, name)(request, self, **kwargs)


def open_blogs(home: Page) -> dict[int, BlogIndexPage]:
    """The blogs below a home page that are live and not expired, by id."""
    blogs = BlogIndexPage.objects.descendant_of(home) if is_open(home) else []
    return {blog.pk: blog for blog in blogs if blog.is_open()}


def blogs_of_site(request: HttpRequest) -> dict[int, BlogIndexPage]:
    """The blogs of the requested site that readers may open, by id."""
    site = Site.find_for_request(request)
    if not site:
        raise Http404
    return open_blogs(site.root_page)
