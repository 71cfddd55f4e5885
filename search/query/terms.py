"""What a query looks for, in index words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from search.engines import engine, newest
from search.engines.base import MAX_EXACT_COUNT
from search.engines.expressions import TITLE, Expression, Without, Words, every, some
from search.engines.scope import Scope
from search.query.curation import Kept
from search.query.parser import Query
from search.query.synonyms import Meanings, added, alternatives, others
from search.text.analysis import is_single_sign, sought_words
from search.text.stopwords import telling

MOST_WORDS = 32
# A longer one, like an address, is looked for by its words and not as one name.
LONGEST_NAME = 6


@dataclass(frozen=True)
class Sought:
    """A query in index words, with what the index knows of them."""

    query: Query
    # Those that were typed, in order, and those that mean the same, each once.
    words: list[str]
    also: list[str]
    instead: Meanings
    # How many posts there are, and in how many of them each word stands.
    total: int
    posts_with: dict[str, int]

    @property
    def small(self) -> set[str]:
        return small_words(self.query)

    @property
    def mark(self) -> str:
        """Of the index words to look for."""
        return TITLE if self.query.is_in_title else ""

    def limited(self, expression: Expression) -> Expression:
        """The expression with what every post must have, and without what none may."""
        required = [phrase.marked(self.mark) for phrase in sides(self.query.phrases)]
        expression = every(list(dict.fromkeys([*required, expression])))
        excluded = sides(self.query.without)
        return Without(expression, some(excluded)) if excluded else expression


def sought(query: Query, kept: Kept, *, among: Scope) -> Sought:
    words = all_words(query)
    instead = meanings(query, kept)
    also = added(instead, words)
    total, posts_with = engine().known(sorted({*words, *also}), among=among)
    return Sought(query, words, also, instead, total, posts_with)


def meanings(query: Query, kept: Kept) -> Meanings:
    """What may stand in a post instead of the words that were typed."""
    return others(words_typed(query), kept.groups, settings.SEARCH_LANGUAGE, small=small_words(query))


def small_words(query: Query) -> set[str]:
    """Index words that say nothing beside the others."""
    said = [word for part in (*telling(query.words), *query.phrases) for word in words_of(part)]
    return {*all_words(query)} - {*said}


def words_of(text: str) -> list[str]:
    return sought_words(text, settings.SEARCH_LANGUAGE)


def all_words(query: Query) -> list[str]:
    """Every index word that a good post has, in order."""
    return [word for part in (*query.words, *query.phrases) for word in words_of(part)][:MOST_WORDS]


def words_typed(query: Query) -> list[str]:
    """Those of them that were not quoted."""
    return [word for part in query.words if part not in query.quoted for word in words_of(part)][:MOST_WORDS]


def sides(phrases: Iterable[str]) -> list[Words]:
    """The words of each phrase side by side; phrases of signs only say nothing."""
    found = (tuple(words_of(phrase)[:MOST_WORDS]) for phrase in phrases)
    return [term_of(words) for words in found if words]


def term_of(words: tuple[str, ...]) -> Words:
    return Words(words, is_start=len(words) == 1 and is_single_sign(words[0]))


def terms(asked: Sought, *, among: Scope) -> dict[Words, int]:
    """What is worth looking for and in how many posts each stands, or something instead of it.

    More than MAX_EXACT_COUNT posts are not counted on. What was typed without a space and is several words, like
    ``std::vec``, is one name if any post that may be found has it so.
    """
    query, posts_with = asked.query, asked.posts_with
    found: dict[Words, int] = {}
    for typed in telling(query.words):
        words = tuple(words_of(typed))
        if 1 < len(words) <= LONGEST_NAME and (times := counted(term_of(words), asked, among)):
            found[term_of(words)] = times
        else:
            found |= {term: times for term in map(term_of, zip(words)) if (times := widely(term, asked, among))}
    if not found:
        # Every post that is found has them; counting where they stand side by side takes as long as finding it.
        found = {term: min(posts_with.get(word, 0) for word in term.words) for term in sides(query.phrases)}
    return dict(list(found.items())[:MOST_WORDS])


def widely(term: Words, asked: Sought, among: Scope) -> int:
    return sum(counted(one, asked, among) for one in (term, *alternatives(term, asked.instead)))


def counted(term: Words, asked: Sought, among: Scope) -> int:
    if len(term.words) == 1 and not term.is_start:
        return asked.posts_with.get(term.words[0], 0)
    if not term.is_start and any(word not in asked.posts_with for word in term.words):
        return 0
    return len(newest(asked.limited(term.marked(asked.mark)), among=among, most=MAX_EXACT_COUNT + 1))
