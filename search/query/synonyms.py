"""Synonyms that editors define, and what they add to a query."""

import re
from collections.abc import Container, Iterable, Mapping
from functools import lru_cache

from search.engines.expressions import AllOf, AnyOf, Expression, Words
from search.text.analysis import index_terms

# The weight of a synonym beside a term that was typed.
SYNONYM_WEIGHT = 0.5
# The longest phrase that is recognised in a query.
MAX_SYNONYM_TERMS = 6
# SQLite looks up all terms in one statement of 500 parts at most.
MAX_ADDED_TERMS = 100

type PhraseTerms = tuple[str, ...]
type SynonymMap = Mapping[str, list[Words]]


def split_group(words: str) -> list[str]:
    """The words and phrases of a group, as they were typed."""
    return [" ".join(word.split()) for word in re.split(r"[,;\n]", words) if word.strip()]


@lru_cache(maxsize=8)
def synonyms_by_phrase(groups: tuple[str, ...], language: str) -> dict[PhraseTerms, list[PhraseTerms]]:
    """The synonyms of each word or phrase of the groups, as terms."""
    found: dict[PhraseTerms, list[PhraseTerms]] = {}
    for group in groups:
        same = list(dict.fromkeys(filter(None, (tuple(index_terms(word, language)) for word in split_group(group)))))
        for one in same:
            found.setdefault(one, []).extend(other for other in same if other != one)
    return found


def synonyms_of(
    words: Iterable[str], groups: tuple[str, ...], language: str, *, stopwords: Container[str] = ()
) -> dict[str, list[Words]]:
    """The synonyms of the terms of a query, by term.

    A synonym of a phrase is one of each of its terms. A phrase of stopwords alone has none.
    """
    words = list(words)
    known = synonyms_by_phrase(groups, language)
    found: dict[str, dict[Words, None]] = {}
    for start in range(len(words)) if known else ():
        for end in range(start + 1, min(start + MAX_SYNONYM_TERMS, len(words)) + 1):
            if all(word in stopwords for word in words[start:end]):
                continue
            for other in known.get(tuple(words[start:end]), ()):
                for word in words[start:end]:
                    found.setdefault(word, {})[Words(other)] = None
    return {word: list(synonyms) for word, synonyms in found.items()}


def added_terms(synonyms: SynonymMap, words: Iterable[str]) -> list[str]:
    """The terms of synonyms that were not typed, each once, at most MAX_ADDED_TERMS."""
    new = dict.fromkeys(word for others in synonyms.values() for other in others for word in other.words)
    typed = set(words)
    return [word for word in new if word not in typed][:MAX_ADDED_TERMS]


def alternatives(term: Words, synonyms: SynonymMap) -> list[Words]:
    """The synonyms that all terms of this expression have in common."""
    first, *following = term.words
    return [other for other in synonyms.get(first, ()) if all(other in synonyms.get(word, ()) for word in following)]


def expand(expression: Expression, synonyms: SynonymMap) -> Expression:
    """The expression with the synonyms of its terms as alternatives."""
    match expression:
        case Words():
            marked = [other.with_mark(expression.mark) for other in alternatives(expression, synonyms)]
            return AnyOf((expression, *marked)) if marked else expression
        case AllOf(parts):
            return AllOf(tuple(expand(part, synonyms) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(expand(part, synonyms) for part in parts))
        case _:
            return expression
