"""The views of a blog's public lists. Each takes the request and the blog."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Model, OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from blog.public_index.models import PublicCount, PublicList, PublicPost, PublicPostAuthor, PublicPostTag
from blog.settings.models import BlogSettings
from blog.taxonomy.authors import Author
from blog.taxonomy.topics import Series, Tag, Topic
from blog.views import archive as calendar
from blog.views.feeds import atom_feed
from blog.views.pagination import PostListPage, PostPaginator, cards, in_series_order, paginate, stored_length

if TYPE_CHECKING:
    from blog.pages.blog_index import BlogIndexPage

LIST_PATHS = {
    PublicList.TOPIC: ("topics", Topic),
    PublicList.TAG: ("tags", Tag),
    PublicList.AUTHOR: ("authors", Author),
    PublicList.SERIES: ("series", Series),
}

NAME_LIST_HEADINGS = {
    PublicList.TOPIC: _("Topics"),
    PublicList.TAG: _("Tags"),
    PublicList.AUTHOR: _("Authors"),
    PublicList.SERIES: pgettext_lazy("plural", "Series"),
}


def render(request: HttpRequest, blog: "BlogIndexPage", name: str, **context: object) -> HttpResponse:
    context = {"blog": blog, "page": blog, **context}
    return TemplateResponse(request, f"blog/{name}.html", context)


def posts(request: HttpRequest, blog: "BlogIndexPage") -> HttpResponse:
    rows = PublicPost.objects.readable().filter(blog=blog).newest_first()
    page = paginate(request, blog, rows, total=stored_length(blog.pk, PublicList.BLOG))
    lead = page.object_list.pop(0) if page.number == 1 and page.object_list and page.object_list[0].cover else None
    context = {"listing": page, "lead": lead, "topics": lists_of(blog, PublicList.TOPIC)}
    return render(request, blog, "blog_index_page", **context)


def unsaved(request: HttpRequest, blog: "BlogIndexPage") -> HttpResponse:
    """The preview of a new blog, which has no posts yet."""
    context = {"listing": PostPaginator([], count=0).page(1), "lead": None, "topics": []}
    return render(request, blog, "blog_index_page", **context)


def archive(request: HttpRequest, blog: "BlogIndexPage") -> HttpResponse:
    return render(request, blog, "archive", years=calendar.years(blog))


def archive_year(request: HttpRequest, blog: "BlogIndexPage", year: int) -> HttpResponse:
    found = calendar.years(blog, only=year) if 1 <= year <= 9998 else []
    if not found:
        raise Http404
    rows = calendar.posts_of_year(blog, year, BlogSettings.for_request(request).zone)
    page = paginate(request, blog, rows, total=found[0].posts)
    return render(request, blog, "archive_year", year=year, months=found[0].months, listing=page)


def archive_month(request: HttpRequest, blog: "BlogIndexPage", year: int, month: int) -> HttpResponse:
    if not (1 <= month <= 12 and 1 <= year <= 9998):
        raise Http404
    key = year * 100 + month
    total = stored_length(blog.pk, PublicList.MONTH, key)
    if not total:
        raise Http404
    rows = PublicPost.objects.readable().filter(blog=blog, month=key).newest_first()
    context = {
        "month": date(year, month, 1),
        "listing": paginate(request, blog, rows, total=total),
        "previous_month": neighbouring_month(blog, key, before=True),
        "next_month": neighbouring_month(blog, key, before=False),
    }
    return render(request, blog, "archive_month", **context)


def neighbouring_month(blog: "BlogIndexPage", key: int, *, before: bool) -> dict[str, object] | None:
    months = PublicCount.objects.filter(blog=blog, kind=PublicList.MONTH, posts__gt=0)
    months = months.filter(key__lt=key).order_by("-key") if before else months.filter(key__gt=key).order_by("key")
    found = months.values_list("key", flat=True).first()
    if found is None:
        return None
    year, month = divmod(found, 100)
    return {"month": date(year, month, 1), "url": calendar.month_url(blog, year, month)}


def lists_of(blog: "BlogIndexPage", kind: PublicList) -> list[dict[str, object]]:
    """The blog's topics (tags, authors, series) that have posts: name, url, posts, description."""
    folder, model = LIST_PATHS[kind]
    counts = PublicCount.objects.filter(blog=blog, kind=kind, key=OuterRef("pk")).values("posts")
    items = model.objects.annotate(posts_here=Subquery(counts)).filter(posts_here__gt=0)
    return [
        {
            "name": str(item),
            "url": blog.list_url(folder, item.slug),
            "posts": item.posts_here,
            "description": getattr(item, "description", "") or getattr(item, "bio", ""),
        }
        for item in sorted(items, key=lambda item: str(item).casefold())
    ]


def name_list(request: HttpRequest, blog: "BlogIndexPage", kind: PublicList) -> HttpResponse:
    context = {"heading": NAME_LIST_HEADINGS[kind], "items": lists_of(blog, kind), "is_cloud": kind == PublicList.TAG}
    return render(request, blog, "name_list", **context)


def topic(request: HttpRequest, blog: "BlogIndexPage", slug: str) -> HttpResponse:
    subject = get_object_or_404(Topic, slug=slug)
    rows = PublicPost.objects.readable().filter(blog=blog, topic=subject).newest_first()
    return render(request, blog, "topic", topic=subject, listing=subject_page(request, blog, subject, rows))


def tag(request: HttpRequest, blog: "BlogIndexPage", slug: str) -> HttpResponse:
    subject = get_object_or_404(Tag, slug=slug)
    rows = PublicPostTag.objects.readable().filter(blog=blog, tag=subject).newest_first()
    return render(request, blog, "tag", tag=subject, listing=subject_page(request, blog, subject, rows))


def author(request: HttpRequest, blog: "BlogIndexPage", slug: str) -> HttpResponse:
    subject = get_object_or_404(Author.objects.select_related("portrait").prefetch_related("links"), slug=slug)
    rows = PublicPostAuthor.objects.readable().filter(blog=blog, author=subject).newest_first()
    return render(request, blog, "author", author=subject, listing=subject_page(request, blog, subject, rows))


def series(request: HttpRequest, blog: "BlogIndexPage", slug: str) -> HttpResponse:
    subject = get_object_or_404(Series, slug=slug)
    rows = PublicPost.objects.readable().filter(blog=blog, series=subject)
    parts = in_series_order(cards(rows.values("post_id"), {blog.pk: blog}))
    if not parts:
        raise Http404
    return render(request, blog, "series", series=subject, posts=parts)


PUBLIC_LIST_BY_SUBJECT = {Topic: PublicList.TOPIC, Tag: PublicList.TAG, Author: PublicList.AUTHOR}


def subject_page(request: HttpRequest, blog: "BlogIndexPage", subject: Model, rows: QuerySet) -> PostListPage:
    """A page of the posts of a topic, tag or author. Raises Http404 if it has no posts."""
    total = stored_length(blog.pk, PUBLIC_LIST_BY_SUBJECT[type(subject)], subject.pk)
    if not total:
        raise Http404
    return paginate(request, blog, rows, total=total)


def feed(request: HttpRequest, blog: "BlogIndexPage") -> HttpResponse:
    return atom_feed(request, blog)
