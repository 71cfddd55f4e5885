"""Finds posts: from what a reader typed to ids, best first."""

from collections.abc import Iterable
from itertools import chain

from django.db.models import Q, QuerySet

from blog.models import PublicPost
from search.engines import engine
from search.engines.scope import Scope, in_scope
from search.expressions import Expression
from search.filters import narrowed
from search.models import SearchedPost
from search.plan import steps
from search.query import Query, parse
from search.ranking import Candidate, ranked, rarity
from search.synonyms import WEIGHT, widened
from search.terms import Sought, sides, sought, terms

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
    asked = sought(query)
    worth = {word: rarity(asked.posts_with.get(word, 0), asked.total) for word in (*asked.words, *asked.also)}
    worth |= {word: WEIGHT * worth[word] for word in asked.also}
    found = matches(asked, posts, worth)
    rows = SearchedPost.objects.filter(pk__in=found[:MOST_RANKED]).values_list("pk", "title", "body")
    first = ranked([Candidate(*row) for row in rows], [*asked.words, *asked.also], worth)
    return first + found[MOST_RANKED:]


def matches(asked: Sought, posts: QuerySet, worth: dict[str, float]) -> list[int]:
    """Posts that answer, each once, the most promising first."""
    among = in_scope(posts)
    scored: list[list[int]] = []
    found: list[int] = []
    for group in steps(terms(asked), is_in_title=asked.query.is_in_title):
        for step in group:
            if step.is_scored and len(found) >= MOST_RANKED:
                # Nobody ranks more; what is left only fills the pages.
                continue
            expression = asked.limited(widened(step.expression, asked.instead))
            if step.is_scored:
                scored.append(best(expression, among, worth))
                found = in_turn(scored)
            else:
                newest = engine().newest(expression, among=among, most=MOST_FOUND)
                found = list(dict.fromkeys([*found, *newest]))
            if len(found) >= MOST_FOUND:
                return found[:MOST_FOUND]
        if len(found) >= ENOUGH:
            break
    return found


def best(expression: Expression, among: Scope, worth: dict[str, float]) -> list[int]:
    """The posts that have it, best first; in any order where so few have it that all of them are ranked."""
    few = engine().newest(expression, among=among, most=SHARE)
    if len(few) < SHARE:
        return few
    return engine().matches(expression, among=among, most=MOST_FOUND, worth=worth)


def in_turn(found: list[list[int]]) -> list[int]:
    """Each post once: the first of every step, since each finds good ones that the others cannot, then the others."""
    return list(dict.fromkeys([*chain.from_iterable(ids[:SHARE] for ids in found), *chain.from_iterable(found)]))


def free_of(unwanted: Iterable[str], posts: QuerySet[PublicPost]) -> QuerySet[PublicPost]:
    """The posts without these words, where no other words narrow them."""
    for phrase in sides(unwanted):
        words = f" {' '.join(phrase.words)} "
        posts = posts.exclude(Q(post__searched__title__contains=words) | Q(post__searched__body__contains=words))
    return posts
