"""Wagtail's composed queries, as ``PlainText("red") & ~PlainText("boat")``, in the words of our index."""

from collections.abc import Callable

from modelsearch.query import And, Boost, Not, Or, Phrase, PlainText, SearchQuery

from search.engines.expressions import Expression, Without, Words, every, some
from search.query.terms import sides, term_of, words_of

# A word that no post has.
NOTHING = Words(("^^",))


def expression_of(query: SearchQuery) -> Expression:
    """Raises NotImplementedError for what no index of words can answer."""
    match query:
        case PlainText(query_string=text, operator=operator):
            return joined(every if operator == "and" else some, [term_of((word,)) for word in words_of(text)])
        case Phrase(query_string=text):
            return joined(every, sides([text]))
        case Boost(subquery=inner):
            return expression_of(inner)
        case Or(subqueries=parts):
            return joined(some, [expression_of(part) for part in parts])
        case And(subqueries=parts):
            wanted = [expression_of(part) for part in parts if not isinstance(part, Not)]
            unwanted = [expression_of(part.subquery) for part in parts if isinstance(part, Not)]
            if wanted:
                return Without(every(wanted), some(unwanted)) if unwanted else every(wanted)
    message = f"Posts cannot be searched by {type(query).__name__}."
    raise NotImplementedError(message)


def joined(join: Callable[[list[Expression]], Expression], parts: list[Expression]) -> Expression:
    return join(parts) if parts else NOTHING
