"""A search of titles only, for readers while the index is damaged."""

from collections.abc import Callable, Iterable

from django.db.models import Q

from blog.models import PublicPost
from search.index.damage import INDEX_READ_FAILED, log_index_errors
from search.query.filters import apply_filters
from search.query.finder import MAX_RESULTS
from search.query.parser import parse

MAX_FALLBACK_WORDS = 8


def find_or_search_titles(
    find: Callable[[str, Iterable[int]], list[int]], text: str, blog_ids: Iterable[int]
) -> tuple[list[int], bool]:
    """The ids of the posts that ``find`` returns, and whether only titles were searched because it failed."""
    with log_index_errors(INDEX_READ_FAILED):
        return find(text, blog_ids), False
    query = parse(text)
    titled = Q()
    for word in [*query.words, *query.phrases][:MAX_FALLBACK_WORDS]:
        titled &= Q(title__icontains=word)
    posts = apply_filters(PublicPost.objects.readable().filter(blog__in=list(blog_ids)), query.filters)
    return list(posts.filter(titled).newest_first().values_list("pk", flat=True)[:MAX_RESULTS]), True
