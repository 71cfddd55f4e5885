import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from pygments.lexers import get_lexer_by_name

from blog.highlight import LANGUAGES, MAX_BYTES, MAX_LINES, highlight, language_name


def test_code_has_classes_and_no_styles():
    assert highlight('x = "<a>"  # b', "python") == (
        'x <span class="o">= </span><span class="s2">&quot;&lt;a&gt;&quot;  </span><span class="c1"># b</span>'
    )


@pytest.mark.parametrize("language", ["", "klingon", "text", "../etc", "a" * 5000, "python\0"])
def test_unknown_language_is_escaped_plain_text(language):
    assert highlight("<a> & b", language) == "&lt;a&gt; &amp; b"


@pytest.mark.parametrize("code", ["a = 1\n" * (MAX_LINES + 1), "a" * (MAX_BYTES + 1), "ä" * (MAX_BYTES // 2 + 1)])
def test_long_code_is_plain(code):
    assert "<span" not in highlight(f"return 1; {code}", "python")


def test_line_ends_at_the_end_are_left_out():
    assert highlight("a\n\n", "") == "a"


@given(st.text(max_size=300), st.sampled_from([value for value, _ in LANGUAGES]))
@settings(max_examples=60, deadline=None)
def test_no_character_is_lost(code, language):
    html = highlight(code, language)

    assert "".join(BeautifulSoup(html, "html.parser").get_text().split()) == "".join(code.split())


@pytest.mark.parametrize("language", [value for value, _ in LANGUAGES])
def test_every_offered_language_is_known(language):
    assert get_lexer_by_name(language)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("javascript", "JavaScript"),
        ("yml", "YAML"),
        ("Rust", "Rust"),
        ("haskell", "Haskell"),
        ("klingon", "klingon"),
        ("", ""),
    ],
)
def test_language_is_named_as_people_write_it(typed, shown):
    assert language_name(typed) == shown
