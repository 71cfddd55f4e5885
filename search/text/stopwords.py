"""Stopwords, which are ignored in a query beside other words."""

from collections.abc import Iterable

from django.conf import settings

ENGLISH_STOPWORDS = frozenset((
    "a", "about", "an", "and", "are", "as", "at", "be", "by", "can", "could", "did", "do", "does", "for", "from",
    "had", "has", "have", "how", "i", "if", "in", "into", "is", "it", "its", "me", "my", "of", "on", "or", "our",
    "shall", "should", "that", "the", "their", "them", "there", "these", "they", "this", "those", "to", "was", "we",
    "were", "what", "when", "where", "which", "who", "why", "will", "with", "would", "you", "your",
))  # fmt: skip
# By SEARCH_LANGUAGE. In other languages only the document frequency distinguishes such words.
STOPWORDS = {"english": ENGLISH_STOPWORDS}
STOPWORD_WEIGHT = 0.1


def without_stopwords(words: Iterable[str]) -> list[str]:
    """The words that are no stopwords, or all words if there are only stopwords."""
    stopwords = STOPWORDS.get(settings.SEARCH_LANGUAGE, frozenset())
    return [word for word in words if is_option(word) or letters(word) not in stopwords] or list(words)


def letters(word: str) -> str:
    return "".join(filter(str.isalnum, word)).casefold()


def is_option(word: str) -> bool:
    """Whether a word of a query is an option of a program, such as --fix or -O2."""
    return word.startswith("-")
