"""Footnotes and formulas among words."""

import pytest

from blog.markdown.read import read
from tests.rich_text import footnote, math


def prose(text):
    [block] = read(text).blocks
    assert block["type"] == "text"
    return block["value"]


@pytest.mark.parametrize("source", ["$a^2$", "$`a^2`$", "$`` a^2 ``$"])
def test_formula_among_words(source):
    assert prose(f"so {source} is") == f"<p>so {math('a^2')} is</p>"


def test_prices_and_variables_are_no_formulas():
    assert prose("$5 and $10, $HOME and $PATH") == "<p>$5 and $10, $HOME and $PATH</p>"


def test_formula_stands_in_no_link():
    assert prose("[a $x_1$ b](/c)") == f'<p><a href="/c">a</a> {math("x_1")} <a href="/c">b</a></p>'


def test_note_is_kept_as_its_markdown():
    note = footnote("1", "A *note*.\n\n    code\n\nMore.")

    assert prose("a[^1]\n\n[^1]: A *note*.\n\n        code\n\n    More.\n") == f"<p>a{note}</p>"


def test_note_that_two_references_share():
    assert prose("a[^x] b[^x]\n\n[^x]: c") == f"<p>a{footnote('x', 'c')} b{footnote('x', 'c')}</p>"


def test_note_right_among_words_takes_a_free_number():
    assert prose("a[^1] b^[c *d*]\n\n[^1]: e") == f"<p>a{footnote('1', 'e')} b{footnote('2', 'c *d*')}</p>"


def test_note_takes_along_what_only_it_refers_to():
    assert prose("a[^1]\n\n[^1]: b[^2] [c]\n\n[^2]: d\n\n[c]: /e") == (
        f"<p>a{footnote('1', 'b[^2] [c]' + chr(10) * 2 + '[^2]: d' + chr(10) * 2 + '[c]: </e>')}</p>"
    )


def test_reference_without_a_note_is_words():
    assert prose("a[^1]") == "<p>a[^1]</p>"
