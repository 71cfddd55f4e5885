"""Translates query objects like ``PlainText("red") & ~PlainText("boat")`` into expressions of our index."""

from collections.abc import Callable

from modelsearch.query import And, Boost, Not, Or, Phrase, PlainText, SearchQuery

from search.engines.expressions import Excluding, Expression, Words, all_of, any_of
from search.query.terms import phrase_expressions, term_expression, terms_in

# No post contains this term.
NO_MATCH = Words(("^^",))


def expression_of(query: SearchQuery) -> Expression:
    """The expression of a query; raises NotImplementedError for kinds of query that the index does not support."""
    match query:
        case PlainText(query_string=text, operator=operator):
            return combine(
                all_of if operator == "and" else any_of, [term_expression((word,)) for word in terms_in(text)]
            )
        case Phrase(query_string=text):
            return combine(all_of, phrase_expressions([text]))
        case Boost(subquery=inner):
            return expression_of(inner)
        case Or(subqueries=parts):
            return combine(any_of, [expression_of(part) for part in parts])
        case And(subqueries=parts):
            wanted = [expression_of(part) for part in parts if not isinstance(part, Not)]
            unwanted = [expression_of(part.subquery) for part in parts if isinstance(part, Not)]
            if wanted:
                return Excluding(all_of(wanted), any_of(unwanted)) if unwanted else all_of(wanted)
    message = f"Posts cannot be searched by {type(query).__name__}."
    raise NotImplementedError(message)


def combine(combinator: Callable[[list[Expression]], Expression], parts: list[Expression]) -> Expression:
    return combinator(parts) if parts else NO_MATCH
