"""Posts in the order of their dates, where a reader or a feed wants the newest and not the best."""

from collections.abc import Iterable

from blog.models import PublicPost
from search import engines
from search.engines.scope import Scope, in_scope
from search.expressions import Expression
from search.filters import narrowed
from search.finder import MOST_FOUND, find
from search.ids import in_one_value
from search.kept import Kept
from search.plan import every
from search.promoted import promoted
from search.query import Query, parse
from search.synonyms import widened
from search.terms import sides, sought, terms

# So many that answer are put in order; of more, those that were written last.
MOST_DATED = 10_000


def newest(text: str, blog_ids: Iterable[int], kept: Kept | None = None) -> list[int]:
    """The ids of the public posts with every word of ``text`` that any post has, newest first, at most MOST_FOUND.

    Posts with one word of many may be good answers, but in the order of dates they would hide those with all. Where no
    post has all, those with some come. What editors chose for this search is among them.
    """
    query = parse(text)
    posts = PublicPost.objects.readable().filter(blog__in=list(blog_ids))
    kept = kept or Kept()
    among = in_scope(narrowed(posts, query.filters))
    expression = all_of(query, kept, among)
    found = engines.newest(expression, among=among, most=MOST_DATED) if expression else []
    found = [*(found or find(text, blog_ids, kept)), *promoted(text, blog_ids, kept)]
    dated = posts.filter(pk__in=in_one_value(found)).newest_first()
    return list(dated.values_list("pk", flat=True)[:MOST_FOUND])


def all_of(query: Query, kept: Kept, among: Scope) -> Expression | None:
    """Everything that the query looks for; None where that is nothing."""
    asked = sought(query, kept, among=among)
    wanted: list[Expression] = [widened(term.marked(asked.mark), asked.instead) for term in terms(asked, among=among)]
    wanted += [phrase.marked(asked.mark) for phrase in sides(query.phrases)]
    return asked.limited(every(list(dict.fromkeys(wanted)))) if wanted else None
