"""What a query looks for, in index words."""

from collections.abc import Iterable

from django.conf import settings

from search.analysis import is_single_sign, sought_words
from search.engines import engine
from search.expressions import Words
from search.plan import MOST_SCORED
from search.query import Query
from search.synonyms import Meanings, alternatives

MOST_WORDS = 32
# A longer one, like an address, is looked for by its words and not as one name.
LONGEST_NAME = 6


def words_of(text: str) -> list[str]:
    return sought_words(text, settings.SEARCH_LANGUAGE)


def all_words(query: Query) -> list[str]:
    """Every index word that a good post has, in order."""
    return [word for part in (*query.words, *query.phrases) for word in words_of(part)][:MOST_WORDS]


def words_typed(query: Query) -> list[str]:
    """Those of them that were not quoted."""
    return [word for part in query.words for word in words_of(part)][:MOST_WORDS]


def sides(phrases: Iterable[str]) -> list[Words]:
    """The words of each phrase side by side; phrases of signs only say nothing."""
    found = (tuple(words_of(phrase)[:MOST_WORDS]) for phrase in phrases)
    return [term_of(words) for words in found if words]


def term_of(words: tuple[str, ...]) -> Words:
    return Words(words, is_start=len(words) == 1 and is_single_sign(words[0]))


def terms(query: Query, posts_with: dict[str, int], instead: Meanings) -> dict[Words, int]:
    """What is worth looking for and in how many posts each stands, or something instead of it.

    More than MOST_SCORED posts are not counted on.

    What was typed without a space and is several words, like ``std::vec``, is one name if any post has it so.
    """
    found: dict[Words, int] = {}
    for typed in query.words:
        words = tuple(words_of(typed))
        if 1 < len(words) <= LONGEST_NAME and (times := counted(term_of(words), posts_with)):
            found[term_of(words)] = times
        else:
            found |= {term: times for term in map(term_of, zip(words)) if (times := widely(term, posts_with, instead))}
    if not found:
        found = {term: times for term in sides(query.phrases) if (times := counted(term, posts_with))}
    return dict(list(found.items())[:MOST_WORDS])


def widely(term: Words, posts_with: dict[str, int], instead: Meanings) -> int:
    return sum(counted(one, posts_with) for one in (term, *alternatives(term, instead)))


def counted(term: Words, posts_with: dict[str, int]) -> int:
    if len(term.words) == 1 and not term.is_start:
        return posts_with.get(term.words[0], 0)
    if not term.is_start and any(word not in posts_with for word in term.words):
        return 0
    return engine().count(term, most=MOST_SCORED + 1)
