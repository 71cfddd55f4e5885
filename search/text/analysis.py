"""Makes index words of text, alike for every database, when a post is indexed and when a reader asks.

Words are folded (case, accents, width) and stemmed. What is written without spaces (Chinese, Japanese, Thai, Korean)
becomes overlapping pairs of signs, and the last sign of a run stands alone as well, so that the start of a pair finds
a single sign everywhere.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache

import snowballstemmer

from blog.rendering.characters import without_forbidden

# Longer ones are no words that anybody types, and no database takes them at any length.
LONGEST_WORD = 60
MOST_KEPT = 100_000

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U000323af"
)
# Signs that belong to the word before them and are neither letters nor digits: accents, points, vowel signs.
MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff"
TOKEN = re.compile(rf"[{UNSPACED}]+|(?:(?!_|[{UNSPACED}])[\w{MARKS}])+(?:\+\+|\#(?!\w))?")
SIGN = re.compile(f"[{UNSPACED}]")
# Accents of Latin, Greek and Cyrillic letters, Hebrew points and Arabic vowel signs: readers leave them out.
LEFT_OUT = re.compile(r"[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]")
POSSESSIVE = re.compile(r"['’]s\b")
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
NO_WORD = re.compile(rf"[^\w{MARKS}{UNSPACED}+#]|_")
FOLDED_ASCII = {
    place: sign.lower() if sign.isalnum() or sign in "+#" else " " for place, sign in enumerate(map(chr, range(128)))
}
# A word as it is written, with the ending that readers leave out.
WRITTEN = re.compile(rf"(?:{TOKEN.pattern})(?:['’][sS]\b)?")
# A version is named with and without its v.
VERSION = re.compile(r"\bv(?=\d)")


def folded(text: str) -> str:
    """The text without the differences that readers do not type."""
    text = text.casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", without_forbidden(text))
        text = unicodedata.normalize("NFC", LEFT_OUT.sub("", text))
    return VERSION.sub("", POSSESSIVE.sub("", text))


def index_words(text: str, language: str) -> list[str]:
    """The words of a text in order, as the index keeps them."""
    return analysed(text, stems(language).__getitem__, is_whole=True)


def sought_words(text: str, language: str) -> list[str]:
    """The words to look for where a reader typed this text, which may go on after its last sign."""
    return analysed(text, stems(language).__getitem__, is_whole=False)


def spelled_words(text: str, *, is_whole: bool) -> list[str]:
    """The same with their endings, for those who have not typed a word to its end."""
    return analysed(text, short, is_whole=is_whole)


def short(word: str) -> str:
    return word[:LONGEST_WORD]


def analysed(text: str, stem: Callable[[str], str], *, is_whole: bool) -> list[str]:
    text = folded(text)
    if text.isascii():
        return list(map(stem, TOKEN.findall(text)))
    found: list[str] = []
    for token in TOKEN.findall(text):
        if SIGN.match(token):
            last = len(token) if is_whole else max(1, len(token) - 1)
            found.extend(token[place : place + 2] for place in range(last))
        else:
            found.append(stem(token))
    return found


def places(text: str, language: str) -> Iterator[tuple[str, int, int]]:
    """The index words of a text in order, each with where it begins and ends in the text as it is written."""
    words_of = written_words(language).__getitem__
    for match in WRITTEN.finditer(text):
        first, last = match.span()
        written = match[0]
        words = words_of(written)
        if len(words) == last - first and SIGN.match(written):
            yield from ((word, first + at, first + at + len(word)) for at, word in enumerate(words))
        else:
            yield from ((word, first, last) for word in words)


def aligned(text: str) -> str:
    """The text folded sign by sign, with spaces for what is no word, so that places are the same in both."""
    text = BEYOND_ASCII.sub(lambda found: "".join(map(folded_sign, found[0])), text)
    return text.translate(FOLDED_ASCII) if text.isascii() else NO_WORD.sub(" ", text.lower())


@cache
def folded_sign(sign: str) -> str:
    if NO_WORD.match(sign):
        return " "
    plain = folded(sign)
    return plain if len(plain) == 1 else sign


def is_single_sign(word: str) -> bool:
    """Whether this is one sign of a language without spaces, which stands in the index as the start of pairs."""
    return len(word) == 1 and bool(SIGN.match(word))


class Stems(dict[str, str]):
    """Gives a word's stem. Keeps those it has seen, because a blog uses the same ones again and again."""

    def __init__(self, language: str) -> None:
        self.stem_word = snowballstemmer.stemmer(language).stemWord

    def __missing__(self, word: str) -> str:
        stem = short(word)
        # Numbers, hashes and identifiers with figures have no endings.
        if stem.isalpha():
            stem = self.stem_word(stem)
        if len(self) >= MOST_KEPT:
            # Whatever is used again comes back soon.
            self.clear()
        self[word] = stem
        return stem


class WrittenWords(dict[str, tuple[str, ...]]):
    """Gives the index words of one word as it is written."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __missing__(self, written: str) -> tuple[str, ...]:
        words = tuple(index_words(written, self.language))
        if len(written) > LONGEST_WORD:
            return words
        if len(self) >= MOST_KEPT:
            self.clear()
        self[written] = words
        return words


stems = cache(Stems)
written_words = cache(WrittenWords)
