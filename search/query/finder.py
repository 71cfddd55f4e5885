"""Finds posts: from what a reader typed to ids, best first."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import chain, groupby, starmap
from operator import itemgetter

from django.db.models import QuerySet

from blog.models import PublicPost
from search.engines import engine, newest
from search.engines.expressions import Expression, Words, every, some
from search.engines.id_lists import in_one_value
from search.engines.scope import Scope, in_scope
from search.models import SearchedPost
from search.query.curation import Kept
from search.query.filters import narrowed
from search.query.parser import Query, parse
from search.query.plan import Round, rounds
from search.query.promotions import promoted
from search.query.ranking import Candidate, ranked
from search.query.synonyms import WEIGHT, widened
from search.query.terms import Sought, sides, sought, terms
from search.text import stopwords
from search.text.bm25 import rarity
from search.text.stopwords import is_option

# More results than anybody reads.
MOST_FOUND = 1_000
MOST_RANKED = 150
# Posts with a phrase are found in the order of their dates, and not of how much they are about it.
MOST_RANKED_WITH_PHRASE = 500
# So many entries of lists are read for one round, of which several may be the same post.
MOST_READ = 3_000
EVERY = 2**31 - 1
# So many that answer are put in order; of more, those that were written last.
MOST_DATED = 10_000


def find(text: str, blog_ids: Iterable[int], kept: Kept | None = None) -> list[int]:
    """The ids of the posts that everybody may read and that answer ``text``, best first, at most MOST_FOUND."""
    query = parse(text)
    posts = narrowed(PublicPost.objects.readable().filter(blog__in=list(blog_ids)), query.filters)
    if (query.filters or query.without) and not (query.words or query.phrases):
        return list(free_of(query.without, posts).newest_first().values_list("pk", flat=True)[:MOST_FOUND])
    return search(query, posts, kept)


def search(query: Query, posts: QuerySet, kept: Kept | None = None) -> list[int]:
    """The same for words and phrases of a query, among the posts that a queryset's primary keys are."""
    among = in_scope(posts)
    asked = sought(query, kept or Kept(), among=among)
    worth = {word: rarity(asked.posts_with.get(word, 0), asked.total) for word in (*asked.words, *asked.also)}
    worth |= {word: stopwords.WEIGHT * worth[word] for word in asked.small}
    worth |= {word: WEIGHT * worth[word] for word in asked.also}
    found = matches(asked, terms(asked, among=among), among)
    most = MOST_RANKED if query.words else MOST_RANKED_WITH_PHRASE
    first = ranked(starmap(Candidate, engine().texts(found[:most])), [*asked.words, *asked.also], worth)
    return with_options_first(first, query) + found[most:]


def with_options_first(posts: list[int], query: Query) -> list[int]:
    """The posts that have each option as it was typed, such as ``--fix``, before those that only have its words."""
    options = [re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])") for word in query.words if is_option(word)]
    if not options:
        return posts
    rows = SearchedPost.objects.filter(pk__in=posts).values_list("pk", "post__title", "passages")
    texts = {pk: " ".join([title, *chain.from_iterable(passages)]) for pk, title, passages in rows}
    return sorted(posts, key=lambda pk: not all(option.search(texts.get(pk, "")) for option in options))


def matches(asked: Sought, posts_with: dict[Words, int], among: Scope) -> list[int]:
    """Posts that have any of the terms, of which is said how many have each; each post once, most promising first."""
    found: list[int] = []
    for each in rounds(posts_with, asked.total, is_in_title=asked.query.is_in_title):
        found = list(dict.fromkeys([*found, *promising(each, asked, among)]))
        if len(found) >= each.enough:
            break
    return found[:MOST_FOUND]


def promising(part: Round, asked: Sought, among: Scope) -> list[int]:
    """The posts that a round finds, those first that gain most, and of equals the newest."""
    lists = [(asked.limited(widened(step.expression, asked.instead)), step.most) for step in part.steps]
    gained: dict[Words, dict[int, float]] = defaultdict(dict)
    for number, rows in groupby(engine().listed(lists, among=among, most=part.most or MOST_READ), key=itemgetter(0)):
        ids = [post_id for _number, post_id in rows]
        for term, gain in part.steps[number].gains.items():
            kept = gained[term]
            kept.update({post_id: gain for post_id in ids if kept.get(post_id, 0) < gain})
    total: Counter[int] = Counter()
    for gains in gained.values():
        total.update(gains)
    return sorted(total, key=lambda post_id: (total[post_id], post_id), reverse=True)


def free_of(unwanted: Iterable[str], posts: QuerySet[PublicPost]) -> QuerySet[PublicPost]:
    """The posts without these words, where no other words narrow them."""
    if not (excluded := sides(unwanted)):
        return posts
    return posts.exclude(pk__in=in_one_value(newest(some(excluded), among=in_scope(posts), most=EVERY)))


def find_newest(text: str, blog_ids: Iterable[int], kept: Kept | None = None) -> list[int]:
    """The ids of the public posts with every word of ``text`` that any post has, newest first, at most MOST_FOUND.

    Posts with one word of many may be good answers, but in the order of dates they would hide those with all. Where no
    post has all, those with some come. What editors chose for this search is among them.
    """
    query = parse(text)
    posts = PublicPost.objects.readable().filter(blog__in=list(blog_ids))
    kept = kept or Kept()
    among = in_scope(narrowed(posts, query.filters))
    expression = all_of(query, kept, among)
    found = newest(expression, among=among, most=MOST_DATED) if expression else []
    found = [*(found or find(text, blog_ids, kept)), *promoted(text, blog_ids, kept)]
    dated = posts.filter(pk__in=in_one_value(found)).newest_first()
    return list(dated.values_list("pk", flat=True)[:MOST_FOUND])


def all_of(query: Query, kept: Kept, among: Scope) -> Expression | None:
    """Everything that the query looks for; None where that is nothing."""
    asked = sought(query, kept, among=among)
    wanted: list[Expression] = [widened(term.marked(asked.mark), asked.instead) for term in terms(asked, among=among)]
    wanted += [phrase.marked(asked.mark) for phrase in sides(query.phrases)]
    return asked.limited(every(list(dict.fromkeys(wanted)))) if wanted else None
