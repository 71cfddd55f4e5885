"""The terms of a query, and what the index knows of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from search.engines import engine, newest_matches
from search.engines.base import MAX_EXACT_COUNT
from search.engines.expressions import TITLE_MARK, Excluding, Expression, Words, all_of, any_of
from search.engines.scope import Scope
from search.query.curation import Curation
from search.query.parser import Query
from search.query.synonyms import SynonymMap, added_terms, alternatives, synonyms_of
from search.text.analysis import is_single_character, query_terms
from search.text.stopwords import without_stopwords

MAX_QUERY_TERMS = 32
# Something longer, like a URL, is searched for by its terms and not as one name.
MAX_NAME_TERMS = 6


@dataclass(frozen=True)
class QueryTerms:
    """A query as terms, with their document frequencies."""

    query: Query
    # The terms that were typed, in order, and the terms of their synonyms, each once.
    words: list[str]
    synonym_words: list[str]
    synonyms: SynonymMap
    # The number of posts, and how many of them contain each term.
    total: int
    document_frequencies: dict[str, int]

    @property
    def stopwords(self) -> set[str]:
        return stopwords_in(self.query)

    @property
    def mark(self) -> str:
        """The mark of the terms to search for."""
        return TITLE_MARK if self.query.is_in_title else ""

    def restrict(self, expression: Expression) -> Expression:
        """The expression with the phrases that every post must contain and the words that none may contain."""
        required = [phrase.with_mark(self.mark) for phrase in phrase_expressions(self.query.phrases)]
        expression = all_of(list(dict.fromkeys([*required, expression])))
        excluded = phrase_expressions(self.query.excluded)
        return Excluding(expression, any_of(excluded)) if excluded else expression


def look_up_terms(query: Query, curation: Curation, *, among: Scope) -> QueryTerms:
    words = all_terms(query)
    synonyms = synonyms_in(query, curation)
    synonym_words = added_terms(synonyms, words)
    total, frequencies = engine().document_frequencies(sorted({*words, *synonym_words}), among=among)
    return QueryTerms(query, words, synonym_words, synonyms, total, frequencies)


def synonyms_in(query: Query, curation: Curation) -> SynonymMap:
    """The synonyms of the words that were typed."""
    return synonyms_of(
        unquoted_terms(query), curation.synonym_groups, settings.SEARCH_LANGUAGE, stopwords=stopwords_in(query)
    )


def stopwords_in(query: Query) -> set[str]:
    """The terms of the query that are stopwords beside the others."""
    significant = [word for part in (*without_stopwords(query.words), *query.phrases) for word in terms_in(part)]
    return {*all_terms(query)} - {*significant}


def terms_in(text: str) -> list[str]:
    return query_terms(text, settings.SEARCH_LANGUAGE)


def all_terms(query: Query) -> list[str]:
    """All terms of the query, in order."""
    return [word for part in (*query.words, *query.phrases) for word in terms_in(part)][:MAX_QUERY_TERMS]


def unquoted_terms(query: Query) -> list[str]:
    return [word for part in query.words if part not in query.quoted for word in terms_in(part)][:MAX_QUERY_TERMS]


def phrase_expressions(phrases: Iterable[str]) -> list[Words]:
    """The terms of each phrase in a row. Phrases without a term are left out."""
    found = (tuple(terms_in(phrase)[:MAX_QUERY_TERMS]) for phrase in phrases)
    return [term_expression(words) for words in found if words]


def term_expression(words: tuple[str, ...]) -> Words:
    return Words(words, is_prefix=len(words) == 1 and is_single_character(words[0]))


def term_frequencies(terms: QueryTerms, *, among: Scope) -> dict[Words, int]:
    """The expressions to search for, and how many posts match each or one of its synonyms.

    Counts stop above MAX_EXACT_COUNT. What was typed without a space but has several terms, like ``std::vec``, is one
    name if any post in the scope contains it as such.
    """
    query, frequencies = terms.query, terms.document_frequencies
    found: dict[Words, int] = {}
    for typed in without_stopwords(query.words):
        words = tuple(terms_in(typed))
        if 1 < len(words) <= MAX_NAME_TERMS and (posts := count_matches(term_expression(words), terms, among)):
            found[term_expression(words)] = posts
        else:
            singles = map(term_expression, zip(words))
            found |= {term: posts for term in singles if (posts := count_with_synonyms(term, terms, among))}
    if not found:
        # Every result contains the phrases; counting where they occur takes as long as finding them.
        found = {
            phrase: min(frequencies.get(word, 0) for word in phrase.words)
            for phrase in phrase_expressions(query.phrases)
        }
    return dict(list(found.items())[:MAX_QUERY_TERMS])


def count_with_synonyms(term: Words, terms: QueryTerms, among: Scope) -> int:
    return sum(count_matches(one, terms, among) for one in (term, *alternatives(term, terms.synonyms)))


def count_matches(term: Words, terms: QueryTerms, among: Scope) -> int:
    if len(term.words) == 1 and not term.is_prefix:
        return terms.document_frequencies.get(term.words[0], 0)
    if not term.is_prefix and any(word not in terms.document_frequencies for word in term.words):
        return 0
    expression = terms.restrict(term.with_mark(terms.mark))
    return len(newest_matches(expression, among=among, limit=MAX_EXACT_COUNT + 1))
