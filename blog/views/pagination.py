"""Lists of public posts in numbered pages."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.core.validators import MaxValueValidator
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest

from blog.public_index.models import PublicCount, PublicPost

if TYPE_CHECKING:
    from blog.pages.blog_index import BlogIndexPage

POSTS_PER_PAGE = 20
HIGHEST_PAGE = 1_000_000


class PageNumberForm(forms.Form):
    page = forms.IntegerField(min_value=1, required=False, validators=[MaxValueValidator(HIGHEST_PAGE)])


def page_number(request: HttpRequest) -> int:
    """The page asked for, 1 where none is; raises Http404 for what is no page number."""
    form = PageNumberForm(request.GET)
    if not form.is_valid():
        raise Http404
    return form.cleaned_data["page"] or 1


@dataclass(frozen=True)
class Listing:
    """One page of a list: its posts as cards, and where the other pages are."""

    posts: list[PublicPost]
    number: int
    posts_total: int
    # What stands in the address besides the page, as "q=words".
    parameters: str = ""

    @property
    def pages_total(self) -> int:
        return max(1, -(-self.posts_total // POSTS_PER_PAGE))

    @property
    def is_first(self) -> bool:
        return self.number == 1

    @property
    def previous_url(self) -> str:
        return self._url(self.number - 1) if self.number > 1 else ""

    @property
    def next_url(self) -> str:
        return self._url(self.number + 1) if self.number < self.pages_total else ""

    @property
    def links(self) -> list[dict[str, object] | None]:
        """First, last and the neighbours of this page; None stands for a gap."""
        links: list[dict[str, object] | None] = []
        for number, skipped in self._shown():
            if skipped:
                links.append(None)
            links.append({"number": number, "url": self._url(number), "is_current": number == self.number})
        return links

    def _shown(self) -> Iterator[tuple[int, bool]]:
        near = range(self.number - 2, self.number + 3)
        shown = sorted({1, self.pages_total, *(page for page in near if 1 <= page <= self.pages_total)})
        previous = 0
        for number in shown:
            yield number, number != previous + 1
            previous = number

    def _url(self, number: int) -> str:
        if number == 1:
            return f"?{self.parameters}" if self.parameters else "."
        joint = "&" if self.parameters else ""
        return f"?{self.parameters}{joint}page={number}"


def listing(request: HttpRequest, blog: "BlogIndexPage", rows: QuerySet, *, total: int) -> Listing:
    """The page that the request asks for of ``rows``, which are ordered and carry post ids.

    Up to the page only an index is read; raises Http404 past the last page.
    """
    number = page_number(request)
    if number > max(1, -(-total // POSTS_PER_PAGE)):
        raise Http404
    start = (number - 1) * POSTS_PER_PAGE
    posts = cards(rows.values("post_id")[start : start + POSTS_PER_PAGE], {blog.pk: blog})
    posts.sort(key=lambda post: (post.published_at, post.pk), reverse=True)
    return Listing(posts=posts, number=number, posts_total=total)


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


def length(blog_id: int, kind: str, key: int = 0) -> int:
    """How many posts a list has, from the row that is kept for it."""
    count = PublicCount.objects.filter(blog=blog_id, kind=kind, key=key).values_list("posts", flat=True).first()
    return count or 0


def in_series_order(posts: Iterable[PublicPost]) -> list[PublicPost]:
    """By place; posts without one come last, oldest first."""
    return sorted(posts, key=lambda post: (post.series_place is None, post.series_place, post.published_at, post.pk))
