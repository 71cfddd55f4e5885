"""What holds for every clipboard: no word is lost, and words of different blocks stay apart."""

import re
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from blog.pasting import read_html

LISTS = ("ul", "ol", "li")
TABLES = ("table", "caption", "tbody", "tr", "td", "th")
OTHERS = ("p", "div", "pre", "h2", "blockquote", "dl", "dt", "figure", "figcaption", "details", "summary")
WORDS = ("b", "a", "code", "span")
TREES = st.recursive(
    st.sampled_from(["w", "w", "w", "<br>", "<hr>", '<img src="https://example.org/a.png">', " "]),
    lambda parts: st.tuples(st.sampled_from(LISTS + TABLES + OTHERS + WORDS), st.lists(parts, max_size=4)),
    max_leaves=20,
)


def html_of(tree, numbers):
    """Only words beside words and in elements of words have spaces around them."""
    if isinstance(tree, str):
        return f"w{next(numbers)}w" if tree == "w" else tree
    name, parts = tree
    html = "".join(html_of(part, numbers) for part in parts).replace("ww", "w w")
    return f"<{name}> {html} </{name}>" if name in WORDS else f"<{name}>{html}</{name}>"


@given(st.lists(TREES, max_size=4))
@settings(max_examples=60, deadline=None)
def test_every_word_arrives_as_a_word_of_its_own(trees):
    html = "<br>".join(html_of(tree, numbers) for numbers in [count()] for tree in trees)

    arrived = re.findall(r"\bw\d+w\b", read_html(html).markdown)

    assert sorted(arrived) == sorted(re.findall(r"w\d+w", html)), html
