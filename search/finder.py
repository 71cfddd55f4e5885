"""Finds posts: from what a reader typed to ids, best first."""

from collections.abc import Iterable
from itertools import chain

from django.conf import settings
from django.db.models import Q, QuerySet, Sum

from blog.models import PublicCount, PublicList, PublicPost
from search.engines import engine
from search.engines.scope import Scope, in_scope
from search.expressions import TITLE, Expression, Without
from search.filters import narrowed
from search.models import SearchedPost
from search.plan import every, some, steps
from search.query import Query, parse
from search.ranking import Candidate, ranked, rarity
from search.synonyms import WEIGHT, Meanings, added, others, widened
from search.terms import all_words, sides, terms, words_typed

# More results than anybody reads.
MOST_FOUND = 1_000
MOST_RANKED = 200
# So many of those that one step found are ranked before more of another one.
SHARE = 150
# With so many posts that have the rarer words, those that have only common ones are not looked for.
ENOUGH = 100


def find(text: str, blog_ids: Iterable[int]) -> list[int]:
    """The ids of the posts that everybody may read and that answer ``text``, best first, at most MOST_FOUND."""
    query = parse(text)
    posts = narrowed(PublicPost.objects.readable().filter(blog__in=list(blog_ids)), query.filters)
    if query.filters and not (query.words or query.phrases):
        return list(free_of(query.without, posts).newest_first().values_list("pk", flat=True)[:MOST_FOUND])
    return search(query, posts)


def search(query: Query, posts: QuerySet) -> list[int]:
    """The same for words and phrases of a query, among the posts that a queryset's primary keys are."""
    words = all_words(query)
    instead = others(words_typed(query), settings.SEARCH_LANGUAGE)
    also = added(instead, words)
    total = posts_in_all()
    posts_with = engine().posts_with(sorted({*words, *also}), total=total)
    worth = {word: rarity(posts_with.get(word, 0), total) for word in words}
    worth |= {word: WEIGHT * rarity(posts_with.get(word, 0), total) for word in also}
    found = matches(query, posts, posts_with, worth, instead)
    rows = SearchedPost.objects.filter(pk__in=found[:MOST_RANKED]).values_list("pk", "title", "body")
    first = ranked([Candidate(*row) for row in rows], [*words, *also], worth)
    return first + found[MOST_RANKED:]


def posts_in_all() -> int:
    return PublicCount.objects.filter(kind=PublicList.BLOG).aggregate(total=Sum("posts"))["total"] or 1


def matches(
    query: Query, posts: QuerySet, posts_with: dict[str, int], worth: dict[str, float], instead: Meanings
) -> list[int]:
    """Posts that are worth ranking, each once, the most promising first."""
    mark = TITLE if query.is_in_title else ""
    required = [phrase.marked(mark) for phrase in sides(query.phrases)]
    excluded = sides(query.without)
    among = in_scope(posts)
    found: list[list[int]] = []
    for group in steps(terms(query, posts_with, instead), is_in_title=query.is_in_title):
        for step in group:
            expression = every(list(dict.fromkeys([*required, widened(step.expression, instead)])))
            if excluded:
                expression = Without(expression, some(excluded))
            found.append(best(expression, among, worth) if step.is_scored else newest(expression, among))
            if len(in_turn(found)) >= MOST_FOUND:
                return in_turn(found)[:MOST_FOUND]
            if step.is_scored and len(in_turn(found)) >= MOST_RANKED:
                break
        if len(in_turn(found)) >= ENOUGH:
            break
    return in_turn(found)


def best(expression: Expression, among: Scope, worth: dict[str, float]) -> list[int]:
    """The posts that have it, best first; in any order where so few have it that all of them are ranked."""
    few = engine().newest(expression, among=among, most=SHARE)
    if len(few) < SHARE:
        return few
    return engine().matches(expression, among=among, most=MOST_FOUND, worth=worth)


def newest(expression: Expression, among: Scope) -> list[int]:
    return engine().newest(expression, among=among, most=MOST_FOUND)


def in_turn(found: list[list[int]]) -> list[int]:
    """Each post once: the first of every step, since each finds good ones that the others cannot, then the others."""
    return list(dict.fromkeys([*chain.from_iterable(ids[:SHARE] for ids in found), *chain.from_iterable(found)]))


def free_of(unwanted: Iterable[str], posts: QuerySet[PublicPost]) -> QuerySet[PublicPost]:
    """The posts without these words, where no other words narrow them."""
    for phrase in sides(unwanted):
        words = f" {' '.join(phrase.words)} "
        posts = posts.exclude(Q(post__searched__title__contains=words) | Q(post__searched__body__contains=words))
    return posts
