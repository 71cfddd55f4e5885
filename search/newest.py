"""Posts in the order of their dates, where a reader or a feed wants the newest and not the best."""

from collections.abc import Iterable

from django.conf import settings

from blog.models import PublicPost
from search.engines import engine
from search.engines.scope import in_scope
from search.expressions import TITLE, Expression, Without
from search.filters import narrowed
from search.finder import MOST_FOUND, find, posts_in_all
from search.plan import every, some
from search.query import Query, parse
from search.synonyms import added, others, widened
from search.terms import all_words, sides, terms, words_typed


def newest(text: str, blog_ids: Iterable[int]) -> list[int]:
    """The ids of the public posts with every word of ``text`` that any post has, newest first, at most MOST_FOUND.

    Posts with one word of many may be good answers, but in the order of dates they would hide those with all. Where no
    post has all, those with some come.
    """
    query = parse(text)
    posts = PublicPost.objects.readable().filter(blog__in=list(blog_ids))
    expression = all_of(query)
    found: list[int] = []
    if expression:
        found = engine().newest(expression, among=in_scope(narrowed(posts, query.filters)), most=MOST_FOUND)
    found = found or find(text, blog_ids)
    return list(posts.filter(pk__in=found).newest_first().values_list("pk", flat=True))


def all_of(query: Query) -> Expression | None:
    """Everything that the query looks for; None where that is nothing."""
    mark = TITLE if query.is_in_title else ""
    words = all_words(query)
    instead = others(words_typed(query), settings.SEARCH_LANGUAGE)
    posts_with = engine().posts_with(sorted({*words, *added(instead, words)}), total=posts_in_all())
    wanted: list[Expression] = [phrase.marked(mark) for phrase in sides(query.phrases)]
    wanted += [widened(term.marked(mark), instead) for term in terms(query, posts_with, instead)]
    if not wanted:
        return None
    expression = every(list(dict.fromkeys(wanted)))
    excluded = sides(query.without)
    return Without(expression, some(excluded)) if excluded else expression
