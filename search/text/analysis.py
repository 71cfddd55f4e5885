"""Splits text into terms, the same way for every database, for the index and for queries.

Terms are folded (case, accents, width) and stemmed. Text in scripts without spaces (Chinese, Japanese, Thai, Korean)
becomes overlapping bigrams. The last character of such a run is a term of its own, so that a prefix search for a single
character finds it everywhere.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from threading import Lock

import snowballstemmer

from blog.rendering.characters import without_forbidden

# The databases limit the length of a term.
MAX_TERM_LENGTH = 60
MAX_CACHED_STEMS = 100_000

UNSPACED_SCRIPTS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U000323af"
)
# Characters that belong to the word before them and are neither letters nor digits: accents, points, vowel signs.
COMBINING_MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff"
TOKEN = re.compile(rf"[{UNSPACED_SCRIPTS}]+|(?:(?!_|[{UNSPACED_SCRIPTS}])[\w{COMBINING_MARKS}])+(?:\+\+|\#(?!\w))?")
UNSPACED_CHARACTER = re.compile(f"[{UNSPACED_SCRIPTS}]")
# Accents of Latin, Greek and Cyrillic letters, Hebrew points and Arabic vowel signs, which readers do not type.
DIACRITICS = re.compile(r"[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]")
POSSESSIVE = re.compile(r"['’]s\b")
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
NON_WORD = re.compile(rf"[^\w{COMBINING_MARKS}{UNSPACED_SCRIPTS}+#]|_")
FOLDED_ASCII = {
    code: character.lower() if character.isalnum() or character in "+#" else " "
    for code, character in enumerate(map(chr, range(128)))
}
# A token as it is written, with its possessive ending.
WRITTEN_WORD = re.compile(rf"(?:{TOKEN.pattern})(?:['’][sS]\b)?")
# Versions are written with and without a v.
VERSION_PREFIX = re.compile(r"\bv(?=\d)")


def fold(text: str) -> str:
    """The text without case, diacritics, possessive endings and the v of versions."""
    text = text.casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", without_forbidden(text))
        text = unicodedata.normalize("NFC", DIACRITICS.sub("", text))
    return VERSION_PREFIX.sub("", POSSESSIVE.sub("", text))


def index_terms(text: str, language: str) -> list[str]:
    """The terms of a text in order, for the index."""
    return analyze(text, stemmer(language), is_whole=True)


def query_terms(text: str, language: str) -> list[str]:
    """The terms of a text in order, for a query. The text may go on after its last character."""
    return analyze(text, stemmer(language), is_whole=False)


def unstemmed_terms(text: str, *, is_whole: bool) -> list[str]:
    """The terms with their endings, to match a word that is not typed to its end."""
    return analyze(text, truncate, is_whole=is_whole)


def truncate(word: str) -> str:
    return word[:MAX_TERM_LENGTH]


def analyze(text: str, stem: Callable[[str], str], *, is_whole: bool) -> list[str]:
    text = fold(text)
    if text.isascii():
        return list(map(stem, TOKEN.findall(text)))
    found: list[str] = []
    for token in TOKEN.findall(text):
        if UNSPACED_CHARACTER.match(token):
            last = len(token) if is_whole else max(1, len(token) - 1)
            found.extend(token[place : place + 2] for place in range(last))
        else:
            found.append(stem(token))
    return found


@cache
def stemmer(language: str) -> Callable[[str], str]:
    """A function that stems a word. It has a cache, because a blog uses the same words again and again."""
    stem_word = snowballstemmer.stemmer(language).stemWord
    # The object holds the word that it works on.
    lock = Lock()

    @lru_cache(maxsize=MAX_CACHED_STEMS)
    def stem(word: str) -> str:
        word = truncate(word)
        # Numbers, hashes and identifiers with digits have no endings.
        if not word.isalpha():
            return word
        with lock:
            return stem_word(word)

    return stem


def term_positions(text: str, language: str) -> Iterator[tuple[str, int, int]]:
    """The terms of a text in order, each with its start and end in the text as it is written."""
    for match in WRITTEN_WORD.finditer(text):
        start, end = match.span()
        written = match[0]
        words = terms_of_word(written, language) if len(written) <= MAX_TERM_LENGTH else index_terms(written, language)
        if len(words) == end - start and UNSPACED_CHARACTER.match(written):
            yield from ((word, start + at, start + at + len(word)) for at, word in enumerate(words))
        else:
            yield from ((word, start, end) for word in words)


@lru_cache(maxsize=MAX_CACHED_STEMS)
def terms_of_word(written: str, language: str) -> tuple[str, ...]:
    return tuple(index_terms(written, language))


def fold_aligned(text: str) -> str:
    """The text folded character by character, with spaces for what is no word, so that positions stay the same."""
    text = BEYOND_ASCII.sub(lambda found: "".join(map(fold_character, found[0])), text)
    return text.translate(FOLDED_ASCII) if text.isascii() else NON_WORD.sub(" ", text.lower())


@cache
def fold_character(character: str) -> str:
    if NON_WORD.match(character):
        return " "
    folded = fold(character)
    return folded if len(folded) == 1 else character


def is_single_character(word: str) -> bool:
    """Whether this is one character of a script without spaces, which is a prefix of bigrams in the index."""
    return len(word) == 1 and bool(UNSPACED_CHARACTER.match(word))
