"""Formulas on a reader's page: set, safe, and never the end of the process."""

from threading import Thread, stack_size

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from blog.rendering.mathml import (
    ALLOWED_MATHML_ATTRIBUTES,
    ALLOWED_MATHML_ELEMENTS,
    MAX_TEX_CHARACTERS,
    SHORT_TEX_CHARACTERS,
    conversion_error,
    mathml,
)

SMALLEST_STACK = 2 * 1024 * 1024


def test_formula_is_mathml():
    assert mathml(r"\frac{a}{2}", display=False) == "<math><mfrac><mi>a</mi><mn>2</mn></mfrac></math>"


def test_displayed_formula_is_a_block():
    assert mathml("x < 1", display=True) == '<math display="block"><mi>x</mi><mo>&lt;</mo><mn>1</mn></math>'


@pytest.mark.parametrize("tex", ["", " \n", "{", r"\frac{1}", r"\nonsense", "a & b", "\x00", "\ud800", "x" * 5000])
def test_what_is_not_understood_is_none(tex):
    assert mathml(tex, display=True) is None


def test_problem_is_named():
    assert conversion_error(r"a + \nonsense") == r'Unknown command "\nonsense".'
    assert conversion_error("a") == ""


ATTACKS = [
    r"\href{javascript:alert(1)}{x}",
    r"\url{javascript:alert(1)}",
    r"\eqref{x}",
    r"\class{a}{x}\cssId{b}{y}\style{color:red}{z}",
    r"\text{<script>alert(1)</script>}",
    r"\text{</math><img src=x onerror=alert(1)>}",
    r"\operatorname{<svg onload=alert(1)>}",
    r'\begin{align}a\label{x"onclick="alert(1)}\end{align}',
    r"\color{red}{x}\textcolor{blue;background:url(x)}{y}",
    r"\begin{array}{|c:r|}a&b\\\hline\hdashline c&d\end{array}",
    r"\begin{align}a\tag{<b onclick=x>}\end{align}",
    r"\includegraphics{http://evil.example/x.png}",
    r"\data{onclick=alert(1)}{x}",
    "</math><script>alert(1)</script>",
    "<!--<img src=x onerror=alert(1)>-->",
]


def assert_safe(html):
    for tag in BeautifulSoup(html or "", "html.parser").find_all(True):
        assert tag.name in ALLOWED_MATHML_ELEMENTS
        assert set(tag.attrs) <= ALLOWED_MATHML_ATTRIBUTES.get(tag.name, set())


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("frame", ["{}", r"\sqrt{{{}}}", r"\begin{{matrix}}{}\end{{matrix}}"])
def test_only_known_elements_and_attributes_come_out(attack, frame):
    assert_safe(mathml(frame.format(attack), display=True))


COMMANDS = r"\frac \sqrt \text \left( \right) \begin{matrix} \end{matrix} \color{red} \boxed \hat \\ & { } ^ _ ' < >"


@given(st.lists(st.one_of(st.sampled_from(COMMANDS.split()), st.text(max_size=4)), max_size=40))
@settings(max_examples=200, deadline=None)
def test_no_formula_raises(parts):
    assert_safe(mathml(" ".join(parts), display=True))


def filled(unit, *, end=""):
    """As many units as fit, each one level deeper than the one before."""
    times = MAX_TEX_CHARACTERS // (len(unit) + len(end)) - 1
    return unit * times + "x" + end * times


@pytest.mark.parametrize(
    "tex",
    [
        "{" * MAX_TEX_CHARACTERS,
        "{" * SHORT_TEX_CHARACTERS,
        filled("{", end="}"),
        filled(r"\sqrt "),
        filled(r"\hat "),
        filled(r"\frac1"),
        filled(r"\frac{1}{", end="}"),
        filled(r"\left(", end=r"\right)"),
        filled("x^{", end="}"),
        filled(r"\begin{matrix}", end=r"\end{matrix}"),
        filled(r"\sqrt["),
        r"\def\a{" + r"\hat " * 700 + r"\a}\a",
    ],
    ids=lambda tex: tex[:8],
)
def test_deepest_formula_does_not_end_the_process(tex):
    # The stack that a server's threads have; an overflow would end this very run.
    answers = []
    usual = stack_size(SMALLEST_STACK)
    thread = Thread(target=lambda: answers.append(mathml(tex, display=True)))
    thread.start()
    stack_size(usual)
    thread.join()

    assert len(answers) == 1


def test_inline_styles_of_the_converter_are_classes():
    html = mathml(r"\begin{cases}1 & \color{red}{x}\end{cases}", display=True)

    assert " style=" not in html
    assert 'class="math-left math-flush-right math-apart"' in html
    assert '<mrow class="math-red"><mi>x</mi></mrow>' in html


@pytest.mark.parametrize(
    ("colour", "name"),
    [
        ("red", "red"),
        ("orange", "yellow"),
        ("olive", "yellow"),
        ("teal", "blue"),
        ("lime", "green"),
        ("violet", "violet"),
        ("gray", "plain"),
    ],
)
def test_colour_is_the_nearest_that_can_be_read(colour, name):
    assert f'class="math-{name}"' in mathml(rf"\color{{{colour}}}{{x}}", display=False)
