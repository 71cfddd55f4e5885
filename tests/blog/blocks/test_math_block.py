from blog.exchange.fingerprint import count_words
from tests.blog.blocks.rendering import shown
from tests.journeys.bodies import math


def test_formula_is_set_with_its_caption():
    page = shown(math("x^2", caption="A <square>"))

    assert page.find("math")["display"] == "block"
    assert page.find("figcaption").get_text() == "A <square>"


def test_formula_that_is_not_understood_is_shown_as_typed():
    page = shown(math(r"\nonsense{a} < b"))

    assert page.find("math") is None
    assert page.find("pre").get_text() == r"\nonsense{a} < b"


def test_formula_without_tex_is_nothing():
    assert shown(math("", caption="Nothing")).get_text(strip=True) == ""


def test_words_of_a_formula_count():
    assert count_words([math("a + b", caption="A sum")]) == (5, 0)
