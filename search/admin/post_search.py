"""Finds posts for whoever writes them: by every word, in what is stored and in the newest draft of what is live."""

from django.db.models import Q, QuerySet

from blog.models import PostPage
from search.engines import newest
from search.engines.expressions import Words, every
from search.engines.scope import in_scope
from search.models import SearchedDraft
from search.query.terms import words_of

MOST_FOUND, MOST_WORDS = 1_000, 16


def saying(text: str, posts: QuerySet[PostPage]) -> list[int]:
    """The ids of at most MOST_FOUND of these posts that have every word; the last one may go on."""
    sought = words_of(text)[:MOST_WORDS]
    if not sought:
        return []
    *others, last = sought
    terms = [*(Words((word,)) for word in dict.fromkeys(others)), Words((last,), is_start=True)]
    stored = newest(every(terms), among=in_scope(posts), most=MOST_FOUND)
    in_drafts = Q(words__contains=f" {last}")
    for word in others:
        in_drafts &= Q(words__contains=f" {word} ")
    drafted = SearchedDraft.objects.filter(in_drafts, post__in=posts.order_by().values("pk"))
    return list(dict.fromkeys([*stored, *drafted.values_list("pk", flat=True)[:MOST_FOUND]]))
