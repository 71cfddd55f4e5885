"""Pagination of lists of public posts."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest

from blog.public_index.models import PublicCount, PublicPost

if TYPE_CHECKING:
    from blog.pages.blog_index import BlogIndexPage

POSTS_PER_PAGE = 20


class PostListPage(Page):
    """A page of a list of posts, with links to the other pages."""

    @property
    def previous_url(self) -> str:
        return self._url(self.previous_page_number()) if self.has_previous() else ""

    @property
    def next_url(self) -> str:
        return self._url(self.next_page_number()) if self.has_next() else ""

    @property
    def links(self) -> list[dict[str, object]]:
        """Links to the first, last and adjacent pages, with an ellipsis (without a URL) for omitted pages."""
        numbers = self.paginator.get_elided_page_range(self.number, on_each_side=2, on_ends=1)
        return [{"number": number, "url": self._url(number) if isinstance(number, int) else ""} for number in numbers]

    def _url(self, number: int) -> str:
        parameters = self.paginator.parameters
        if number == 1:
            return f"?{parameters}" if parameters else "."
        return f"?{parameters}{'&' if parameters else ''}page={number}"


class PostPaginator(Paginator):
    """A paginator with a known count, so that no count query is needed. ``parameters`` are added to each URL."""

    def __init__(self, posts: Sequence | QuerySet, *, count: int, parameters: str = "") -> None:
        super().__init__(posts, POSTS_PER_PAGE)
        self.count = count
        self.parameters = parameters

    def _get_page(self, *args: object) -> PostListPage:
        return PostListPage(*args)

    def requested_page(self, request: HttpRequest) -> PostListPage:
        """The page of the request. Raises Http404 for an invalid page number."""
        try:
            return self.page(request.GET.get("page") or 1)
        except InvalidPage as error:
            raise Http404 from error


def paginate(request: HttpRequest, blog: "BlogIndexPage", rows: QuerySet, *, total: int) -> PostListPage:
    """The requested page of ``rows``, which are ordered and have post ids. The offset is answered from an index."""
    page = PostPaginator(rows.values("post_id"), count=total).requested_page(request)
    posts = cards(page.object_list, {blog.pk: blog})
    page.object_list = sorted(posts, key=lambda post: (post.published_at, post.pk), reverse=True)
    return page


def cards(ids: Iterable[int] | QuerySet, blogs: "dict[int, BlogIndexPage]", **more: F) -> list[PublicPost]:
    """The public posts with these ids as cards, in the order of a list of ids (any, of a queryset).

    ``more`` is read with them, under the names given.
    """
    rows = PublicPost.objects.readable().for_cards().annotate(**more).filter(pk__in=ids)
    found = {row.pk: row for row in rows}
    for row in found.values():
        row.blog = blogs[row.blog_id]
    if isinstance(ids, QuerySet):
        return list(found.values())
    return [found[pk] for pk in ids if pk in found]


def stored_length(blog_id: int, kind: str, key: int = 0) -> int:
    """The stored number of posts in a list."""
    count = PublicCount.objects.filter(blog=blog_id, kind=kind, key=key).values_list("posts", flat=True).first()
    return count or 0


def in_series_order(posts: Iterable[PublicPost]) -> list[PublicPost]:
    """Sorts posts by their place in the series; posts without one come last, oldest first."""
    return sorted(posts, key=lambda post: (post.series_place is None, post.series_place, post.published_at, post.pk))
