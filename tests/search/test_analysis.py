"""The words that the index keeps of a text."""

import pytest

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
