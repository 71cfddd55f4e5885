"""Full-text search in the admin's list of posts, drafts included."""

from django.db.models import Q, QuerySet

from blog.models import PostPage
from search.engines import newest_matches
from search.engines.expressions import Words, all_of
from search.engines.scope import scope_of
from search.models import SearchedDraft
from search.query.terms import terms_in

MAX_ADMIN_RESULTS, MAX_ADMIN_QUERY_TERMS = 1_000, 16


def posts_containing(text: str, posts: QuerySet[PostPage]) -> list[int]:
    """The ids of at most MAX_ADMIN_RESULTS of these posts that contain every word; the last one is a prefix."""
    words = terms_in(text)[:MAX_ADMIN_QUERY_TERMS]
    if not words:
        return []
    *others, last = words
    terms = [*(Words((word,)) for word in dict.fromkeys(others)), Words((last,), is_prefix=True)]
    stored = newest_matches(all_of(terms), among=scope_of(posts), limit=MAX_ADMIN_RESULTS)
    in_drafts = Q(words__contains=f" {last}")
    for word in others:
        in_drafts &= Q(words__contains=f" {word} ")
    drafted = SearchedDraft.objects.filter(in_drafts, post__in=posts.order_by().values("pk"))
    return list(dict.fromkeys([*stored, *drafted.values_list("pk", flat=True)[:MAX_ADMIN_RESULTS]]))
