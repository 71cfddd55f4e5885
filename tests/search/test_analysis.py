"""The words that the index keeps of a text."""

import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import product

import pytest

from search.text import analysis
from search.text.analysis import index_terms, query_terms


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Boats, boating and a boat", ["boat", "boat", "and", "a", "boat"]),
        ("Ärger naïve ﬁne", ["arger", "naiv", "fine"]),
        ("the reader's", ["the", "reader"]),
        ("no-unused-vars", ["no", "unus", "var"]),
        ("std::vec foo_bar()", ["std", "vec", "foo", "bar"]),
        ("C++ C# C", ["c++", "c#", "c"]),
        ("version 1.55.0, v9.0.1", ["version", "1", "55", "0", "9", "0", "1"]),
        ("日本語 と", ["日本", "本語", "語", "と"]),
        ("שָׁלוֹם מُحَمَّد", ["שלום", "מحمد"]),
        ("हिन्दी", ["हिन्दी"]),
        ("🙂 -- “”", []),
    ],
)
def test_words_of_a_text(text, words):
    assert index_terms(text, "english") == words


def test_what_was_typed_may_go_on():
    assert query_terms("日本語 日 boats", "english") == ["日本", "本語", "日", "boat"]


def test_endings_are_those_of_the_language():
    assert index_terms("Häuser", "german") == index_terms("Haus", "german")


def test_word_is_cut_where_it_is_too_long_for_a_database():
    assert [len(word) for word in index_terms("x1" * 5_000, "english")] == [60]


def test_threads_that_stem_at_once_do_not_mix_their_words():
    """The object of the stemmer holds the word that it works on."""
    words = ["".join(parts) for parts in product("bdglmprt", "aeiou", "bdgmnrst", ("ing", "edness", "ational", "ly"))]
    alone = analysis.stemmer.__wrapped__("english")
    stems = [alone(word) for word in words]
    together = analysis.stemmer.__wrapped__("english")
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            found = list(threads.map(lambda _: [together.__wrapped__(word) for word in words], range(4)))
    finally:
        sys.setswitchinterval(usual)

    assert found == [stems] * 4
