"""Words that questions are made of and that say nothing of what is looked for."""

from collections.abc import Iterable

from django.conf import settings

ENGLISH = frozenset((
    "a", "about", "an", "and", "are", "as", "at", "be", "by", "can", "could", "did", "do", "does", "for", "from",
    "had", "has", "have", "how", "i", "if", "in", "into", "is", "it", "its", "me", "my", "of", "on", "or", "our",
    "shall", "should", "that", "the", "their", "them", "there", "these", "they", "this", "those", "to", "was", "we",
    "were", "what", "when", "where", "which", "who", "why", "will", "with", "would", "you", "your",
))  # fmt: skip
# By the language of the site; in others rarity alone tells such words apart.
SMALL = {"english": ENGLISH}
# What a small word counts beside others.
WEIGHT = 0.1


def telling(words: Iterable[str]) -> list[str]:
    """Those of the typed words that say what is looked for, or all where none does."""
    small = SMALL.get(settings.SEARCH_LANGUAGE, frozenset())
    return [word for word in words if is_option(word) or letters(word) not in small] or list(words)


def letters(word: str) -> str:
    return "".join(filter(str.isalnum, word)).casefold()


def is_option(word: str) -> bool:
    """Whether a word to look for is written like an option of a program, as --fix and -O2."""
    return word.startswith("-")
