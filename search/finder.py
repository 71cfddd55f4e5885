"""Finds readable posts with Wagtail's search backend."""

from collections.abc import Iterable

from blog.models import PostPage, PublicPost


def find(query: str, blog_ids: Iterable[int], *, start: int, most: int) -> tuple[list[int], int]:
    """The ids of the readable posts that match, best first, from ``start``; and how many there are."""
    readable = PublicPost.objects.readable().filter(blog__in=list(blog_ids))
    posts = PostPage.objects.filter(pk__in=readable.values("pk")).order_by()
    matches = posts.search(words_of(query)) if words_of(query) else posts.none().search("")
    return [post.pk for post in matches[start : start + most]], matches.count()


def words_of(query: str) -> str:
    """The query's words; signs that the SQLite backend would take for operators become spaces."""
    return " ".join("".join(sign if sign.isalnum() or sign in "-_.'" else " " for sign in query).split())
