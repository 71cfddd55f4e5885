"""Posts that editors promote to the top of the results of certain queries."""

from collections.abc import Iterable
from functools import lru_cache

from django.conf import settings

from blog.models import PublicPost
from search.query.curation import Curation
from search.query.filters import apply_filters
from search.query.parser import Query, parse
from search.text.analysis import index_terms

MAX_PROMOTED_POSTS = 3

type QueryKey = tuple[str, ...]


def query_key(text: str, language: str) -> QueryKey:
    """A key that two queries share if they differ only in order and endings."""
    return tuple(sorted(index_terms(text, language)))


@lru_cache(maxsize=8)
def promotions_by_key(rows: tuple[tuple[int, str], ...], language: str) -> dict[QueryKey, list[int]]:
    """The promoted posts of each query, in the order in which they were added."""
    found: dict[QueryKey, list[int]] = {}
    for post, queries in rows:
        for key in {query_key(line, language) for line in queries.splitlines()}:
            found.setdefault(key, []).append(post)
    return found


def promoted_posts(text: str, blog_ids: Iterable[int], curation: Curation) -> list[int]:
    """The ids of the public posts that are promoted for this query, in the order in which they were added."""
    query = parse(text)
    if not is_plain_query(query):
        return []
    key = query_key(" ".join(query.words), settings.SEARCH_LANGUAGE)
    promoted = dict.fromkeys(
        promotions_by_key(curation.promotions, settings.SEARCH_LANGUAGE).get(key, ()) if key else ()
    )
    if not promoted:
        return []
    posts = apply_filters(PublicPost.objects.readable().filter(blog__in=list(blog_ids)), query.filters)
    public = set(posts.filter(pk__in=promoted).values_list("pk", flat=True))
    return [post for post in promoted if post in public][:MAX_PROMOTED_POSTS]


def is_plain_query(query: Query) -> bool:
    """Whether the query has words and no condition on the text of a post that a promoted one might not meet."""
    return bool(query.words) and not (query.phrases or query.excluded or query.is_in_title)
