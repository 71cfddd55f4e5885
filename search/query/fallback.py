"""What readers get while the index is damaged: titles, and a word about it."""

from collections.abc import Callable, Iterable

from django.db.models import Q

from blog.models import PublicPost
from search.index.damage import NOT_ASKED, reported
from search.query.filters import narrowed
from search.query.finder import MOST_FOUND
from search.query.parser import parse

MOST_WORDS = 8


def answers_or_titles(
    answers: Callable[[str, Iterable[int]], list[int]], text: str, blog_ids: Iterable[int]
) -> tuple[list[int], bool]:
    """The ids of the posts that answer, and whether only their titles could be asked."""
    with reported(NOT_ASKED):
        return answers(text, blog_ids), False
    query = parse(text)
    titled = Q()
    for word in [*query.words, *query.phrases][:MOST_WORDS]:
        titled &= Q(title__icontains=word)
    posts = narrowed(PublicPost.objects.readable().filter(blog__in=list(blog_ids)), query.filters)
    return list(posts.filter(titled).newest_first().values_list("pk", flat=True)[:MOST_FOUND]), True
