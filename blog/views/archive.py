"""The archive of a blog by year and month, from the stored counts."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from blog.public_index.models import PublicCount, PublicList, PublicPost

if TYPE_CHECKING:
    from blog.pages.blog_index import BlogIndexPage


@dataclass(frozen=True)
class Month:
    month: date
    url: str
    posts: int


@dataclass
class Year:
    year: int
    url: str
    months: list[Month] = field(default_factory=list)

    @property
    def posts(self) -> int:
        return sum(month.posts for month in self.months)


def years(blog: "BlogIndexPage", *, only: int | None = None) -> list[Year]:
    """The years with posts, newest first, each with its months, newest first."""
    counts = PublicCount.objects.filter(blog=blog, kind=PublicList.MONTH, posts__gt=0).order_by("-key")
    if only is not None:
        counts = counts.filter(key__range=(only * 100 + 1, only * 100 + 12))
    found: dict[int, Year] = {}
    for key, posts in counts.values_list("key", "posts"):
        number, month = divmod(key, 100)
        year = found.setdefault(number, Year(number, blog.list_url("archive", str(number))))
        year.months.append(Month(date(number, month, 1), month_url(blog, number, month), posts))
    return list(found.values())


def month_url(blog: "BlogIndexPage", year: int, month: int) -> str:
    return blog.list_url("archive", str(year), f"{month:02}")


def posts_of_year(blog: "BlogIndexPage", year: int, zone: ZoneInfo) -> QuerySet[PublicPost]:
    start, end = datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)
    posts = PublicPost.objects.readable().filter(blog=blog)
    return posts.filter(published_at__gte=start, published_at__lt=end).newest_first()
