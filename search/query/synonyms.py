"""Words that mean the same by the editors' word, and what they add to a query."""

import re
from collections.abc import Container, Iterable, Mapping
from functools import lru_cache

from search.engines.expressions import Every, Expression, Some, Words
from search.text.analysis import index_words

# What a word counts that was not typed itself.
WEIGHT = 0.5
# The longest phrase that is recognised in a query.
LONGEST = 6
# More words than these mean the same as one query; SQLite asks for each in one statement of 500 parts at most.
MOST_ADDED = 100

type Meaning = tuple[str, ...]
type Meanings = Mapping[str, list[Words]]


def parted(words: str) -> list[str]:
    """The words and phrases of a group as they were typed."""
    return [" ".join(word.split()) for word in re.split(r"[,;\n]", words) if word.strip()]


@lru_cache(maxsize=8)
def meanings(groups: tuple[str, ...], language: str) -> dict[Meaning, list[Meaning]]:
    """By each word or phrase, in index words, all others that mean the same."""
    found: dict[Meaning, list[Meaning]] = {}
    for group in groups:
        same = list(dict.fromkeys(filter(None, (tuple(index_words(word, language)) for word in parted(group)))))
        for one in same:
            found.setdefault(one, []).extend(other for other in same if other != one)
    return found


def others(
    words: Iterable[str], groups: tuple[str, ...], language: str, *, small: Container[str] = ()
) -> dict[str, list[Words]]:
    """By the index words of a query, in order, what the groups say may stand in a post instead of each.

    Nothing stands instead of ``small`` words alone, which are not looked for themselves.

    What may stand instead of a phrase may stand instead of each of its words.
    """
    words = list(words)
    known = meanings(groups, language)
    found: dict[str, dict[Words, None]] = {}
    for start in range(len(words)) if known else ():
        for end in range(start + 1, min(start + LONGEST, len(words)) + 1):
            if all(word in small for word in words[start:end]):
                continue
            for other in known.get(tuple(words[start:end]), ()):
                for word in words[start:end]:
                    found.setdefault(word, {})[Words(other)] = None
    return {word: list(instead) for word, instead in found.items()}


def added(instead: Meanings, words: Iterable[str]) -> list[str]:
    """The index words that were not typed and count all the same, each once, and no more than MOST_ADDED."""
    new = dict.fromkeys(word for others in instead.values() for other in others for word in other.words)
    typed = set(words)
    return [word for word in new if word not in typed][:MOST_ADDED]


def alternatives(term: Words, instead: Meanings) -> list[Words]:
    """What may stand in a post instead of this word, or of these words side by side."""
    first, *following = term.words
    return [other for other in instead.get(first, ()) if all(other in instead.get(word, ()) for word in following)]


def widened(expression: Expression, instead: Meanings) -> Expression:
    """The expression with what may stand in a post instead of its words."""
    match expression:
        case Words():
            marked = [other.marked(expression.mark) for other in alternatives(expression, instead)]
            return Some((expression, *marked)) if marked else expression
        case Every(parts):
            return Every(tuple(widened(part, instead) for part in parts))
        case Some(parts):
            return Some(tuple(widened(part, instead) for part in parts))
        case _:
            return expression
