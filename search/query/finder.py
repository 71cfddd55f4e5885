"""Finds posts: from the text of a query to post ids, best or newest first."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import chain, groupby, starmap
from operator import itemgetter

from django.db.models import QuerySet

from blog.models import PublicPost
from search.engines import engine, newest_matches
from search.engines.expressions import Expression, Words, all_of, any_of
from search.engines.id_lists import id_list
from search.engines.scope import Scope, scope_of
from search.models import SearchedPost
from search.query.curation import Curation
from search.query.filters import apply_filters
from search.query.parser import Query, parse
from search.query.plan import Round, rounds
from search.query.promotions import promoted_posts
from search.query.ranking import Candidate, rank
from search.query.synonyms import SYNONYM_WEIGHT, expand
from search.query.terms import QueryTerms, look_up_terms, phrase_expressions, term_frequencies
from search.text.bm25 import idf
from search.text.stopwords import STOPWORD_WEIGHT, is_option

MAX_RESULTS = 1_000
MAX_RANKED_POSTS = 150
# Candidates for a phrase come in the order of their dates, not of how relevant they are.
MAX_RANKED_PHRASE_POSTS = 500
# Several postings of a round may name the same post.
MAX_POSTINGS_PER_ROUND = 3_000
NO_LIMIT = 2**31 - 1
# Of more matches than these, only the ones that were added last are sorted by date.
MAX_DATED_MATCHES = 10_000


def find_posts(text: str, blog_ids: Iterable[int], curation: Curation | None = None) -> list[int]:
    """The ids of the public posts that match ``text``, best first, at most MAX_RESULTS."""
    query = parse(text)
    posts = apply_filters(PublicPost.objects.readable().filter(blog__in=list(blog_ids)), query.filters)
    if (query.filters or query.excluded) and not (query.words or query.phrases):
        return list(posts_without(query.excluded, posts).newest_first().values_list("pk", flat=True)[:MAX_RESULTS])
    return search_posts(query, posts, curation)


def search_posts(query: Query, posts: QuerySet, curation: Curation | None = None) -> list[int]:
    """Like ``find_posts``, for the words and phrases of a query, in a queryset whose primary key is a post's id."""
    among = scope_of(posts)
    terms = look_up_terms(query, curation or Curation(), among=among)
    all_words = [*terms.words, *terms.synonym_words]
    weights = {word: idf(terms.document_frequencies.get(word, 0), terms.total) for word in all_words}
    weights |= {word: STOPWORD_WEIGHT * weights[word] for word in terms.stopwords}
    weights |= {word: SYNONYM_WEIGHT * weights[word] for word in terms.synonym_words}
    found = find_candidates(terms, term_frequencies(terms, among=among), among)
    limit = MAX_RANKED_POSTS if query.words else MAX_RANKED_PHRASE_POSTS
    ranked = rank(starmap(Candidate, engine().fetch_terms(found[:limit])), all_words, weights)
    return options_first(ranked, query) + found[limit:]


def options_first(posts: list[int], query: Query) -> list[int]:
    """The posts with each option as it was typed, such as ``--fix``, before those that only contain its words."""
    options = [re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])") for word in query.words if is_option(word)]
    if not options:
        return posts
    rows = SearchedPost.objects.filter(pk__in=posts).values_list("pk", "post__title", "passages")
    texts = {pk: " ".join([title, *chain.from_iterable(passages)]) for pk, title, passages in rows}
    return sorted(posts, key=lambda pk: not all(option.search(texts.get(pk, "")) for option in options))


def find_candidates(terms: QueryTerms, frequencies: dict[Words, int], among: Scope) -> list[int]:
    """Posts that match any of the expressions, each once, the most promising first."""
    found: list[int] = []
    for each in rounds(frequencies, terms.total, is_in_title=terms.query.is_in_title):
        found = list(dict.fromkeys([*found, *candidates_of_round(each, terms, among)]))
        if len(found) >= each.min_candidates:
            break
    return found[:MAX_RESULTS]


def candidates_of_round(part: Round, terms: QueryTerms, among: Scope) -> list[int]:
    """The posts of a round by their gains; of posts with the same gains, the newest first."""
    lists = [(terms.restrict(expand(step.expression, terms.synonyms)), step.limit) for step in part.steps]
    postings = engine().postings(lists, among=among, limit=part.limit or MAX_POSTINGS_PER_ROUND)
    gains_by_term: dict[Words, dict[int, float]] = defaultdict(dict)
    for number, rows in groupby(postings, key=itemgetter(0)):
        ids = [post_id for _number, post_id in rows]
        for term, gain in part.steps[number].gains.items():
            gains = gains_by_term[term]
            gains.update({post_id: gain for post_id in ids if gains.get(post_id, 0) < gain})
    total: Counter[int] = Counter()
    for gains in gains_by_term.values():
        total.update(gains)
    return sorted(total, key=lambda post_id: (total[post_id], post_id), reverse=True)


def posts_without(unwanted: Iterable[str], posts: QuerySet[PublicPost]) -> QuerySet[PublicPost]:
    """The posts that contain none of these words."""
    if not (excluded := phrase_expressions(unwanted)):
        return posts
    return posts.exclude(pk__in=id_list(newest_matches(any_of(excluded), among=scope_of(posts), limit=NO_LIMIT)))


def find_newest(text: str, blog_ids: Iterable[int], curation: Curation | None = None) -> list[int]:
    """The ids of the public posts that match all of ``text``, newest first, at most MAX_RESULTS.

    Words that no post contains are ignored. A post with some of the words may be a good result, but sorted by date it
    would hide those with all, so it is included only where no post has all. Promoted posts are included.
    """
    query = parse(text)
    posts = PublicPost.objects.readable().filter(blog__in=list(blog_ids))
    curation = curation or Curation()
    among = scope_of(apply_filters(posts, query.filters))
    expression = whole_query(query, curation, among)
    found = newest_matches(expression, among=among, limit=MAX_DATED_MATCHES) if expression else []
    found = [*(found or find_posts(text, blog_ids, curation)), *promoted_posts(text, blog_ids, curation)]
    dated = posts.filter(pk__in=id_list(found)).newest_first()
    return list(dated.values_list("pk", flat=True)[:MAX_RESULTS])


def whole_query(query: Query, curation: Curation, among: Scope) -> Expression | None:
    """Everything in the query as one expression; None for a query without terms."""
    terms = look_up_terms(query, curation, among=among)
    wanted: list[Expression] = [
        expand(term.with_mark(terms.mark), terms.synonyms) for term in term_frequencies(terms, among=among)
    ]
    wanted += [phrase.with_mark(terms.mark) for phrase in phrase_expressions(query.phrases)]
    return terms.restrict(all_of(list(dict.fromkeys(wanted)))) if wanted else None
