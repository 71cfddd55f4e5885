"""Which words of a text are marked, as they are written."""

import pytest

from search.query.parser import parse
from search.results.highlighting import MAX_CANDIDATE_PLACES, Needles, fragments, query_needles


def marked(query, text):
    """The text with brackets around what is marked."""
    needles = Needles(query_needles(parse(query)))
    return "".join(
        f"[{piece.text}]" if piece.is_marked else piece.text for piece in fragments(text, needles.marks(text))
    )


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("boat", "[Boats], a lifeboat and the [boat's BOATING]"),
        ("happy try", "She [tries], [tried] and [happiness] came"),
        ("query happy", "A [query] of [queries] made [happy]"),
        ("naive", "A [naïve] reader, [NAÏVE], [nai\u0308ve]"),
        ("std::vec", "A vec of std is [std::vec] or [Std::Vec]"),
        ("no-unused-vars", "No vars: [no-unused-vars]"),
        ("foo_bar()", "foo or bar, [foo_bar]()"),
        ("C++ C#", "C, [C++], [c++] and [C#]"),
        ("1.55", "[v1.55].0, [1.55] and 11.55"),
        ("日本", "これは[日本]語、[日本]！"),
        ("日", "これは[日]本語、[日]！"),
        ("日本語", "これは[日本語]、日本！"),
        ("שלום", "הוא אמר [שָׁלוֹם]"),
        ("हिन्दी", "यह [हिन्दी] है"),
        ("ภาษา", "นี่คือ[ภาษา]ไทย"),
        ("مرحبا", "قال [مرحبا] لهم"),
        ("москва", "[Москва] и [МОСКВА]"),
        ("Straße", "[STRASSE], [Straße]"),
        ('"red boat"', "red and boat, [red boats]"),
        ("red boat", "[red] and [boat], [red boats]"),
        ("<b> &amp;", "<[b]>bold</[b]> &[amp]; &"),
        ("-boat tag:boat", "No boat"),
    ],
)
def test_what_was_sought_is_marked_as_it_is_written(query, text):
    plain = text.replace("[", "").replace("]", "")

    assert marked(query, plain) == text


def test_nothing_is_marked_twice_and_all_is_shown():
    text = "red, red boats of red"
    found = fragments(text, Needles([("red",), ("red", "boat")]).marks(text))

    assert "".join(piece.text for piece in found) == text
    assert [piece.text for piece in found if piece.is_marked] == ["red", "red boats", "red"]


@pytest.mark.parametrize("text", ["boat " * 200_000, "日本語" * 300_000, "x" * 1_000_000, "nai\u0308ve " * 200_000])
def test_few_places_of_a_huge_text_are_looked_at(text):
    needles = Needles([("boat",), ("日本", "本語"), ("x",), ("naiv",)])

    assert len(needles._candidates(text)) <= MAX_CANDIDATE_PLACES
