import json
import os
import random
import subprocess
import sys
import time
from itertools import pairwise, product

import pytest
from bs4 import BeautifulSoup
from django.core.cache import caches
from hypothesis import given, settings
from hypothesis import strategies as st
from pygments.lexers import get_lexer_by_name

from blog.blocks.code import MARKED_LINES_SYNTAX, store_highlights, stored_highlight
from blog.rendering.highlight import (
    LANGUAGES,
    MAX_CODE_BYTES,
    MAX_CODE_LINE_LENGTH,
    MAX_CODE_LINES,
    OTHER_LANGUAGES,
    allowed_lexer,
    fingerprint,
    highlight,
    language_name,
)
from tests.factories import PostPageFactory


def test_code_has_classes_and_no_styles():
    assert highlight('x = "<a>"  # b', "python") == (
        'x <span class="o">= </span><span class="s2">&quot;&lt;a&gt;&quot;  </span><span class="c1"># b</span>'
    )


@pytest.mark.parametrize("language", ["", "klingon", "text", "../etc", "a" * 5000, "python\0"])
def test_unknown_language_is_escaped_plain_text(language):
    assert highlight("<a> & b", language) == "&lt;a&gt; &amp; b"


@pytest.mark.parametrize(
    "code", ["a = 1\n" * (MAX_CODE_LINES + 1), "a" * (MAX_CODE_BYTES + 1), "ä" * (MAX_CODE_BYTES // 2 + 1)]
)
def test_long_code_is_plain(code):
    assert "<span" not in highlight(f"return 1; {code}", "python")


@pytest.mark.parametrize("language", ["html+ng2", "autoit", "scala", "gas"])
def test_language_that_was_not_tried_is_named_and_plain(language):
    assert highlight("<a> = 1", language) == "&lt;a&gt; = 1"
    assert language_name(language) != ""


def test_line_too_long_to_be_read_soon_makes_code_plain():
    assert "<span" in highlight("return 1", "python")
    assert "<span" not in highlight(f"return 1\n{'0' * (MAX_CODE_LINE_LENGTH + 1)}", "python")


def test_lexer_that_works_too_long_gives_plain_code():
    # Each line makes the lexer look at all those behind it.
    assert highlight("a\n" * 3_500, "csharp") == ("a\n" * 3_500).rstrip("\n")


UNITS = [
    *"()[]{}<>\"'`\\/#-=:;,.|&!?@$%^~*_+0aA \t",
    *[
        "//",
        "/*",
        "*/",
        "--",
        "::",
        "..",
        "||",
        "0x",
        "1e",
        "9.",
        "0.",
        "ab ",
        "a ",
        "a.",
        "a:",
        "a=",
        "a(",
        "(a",
        "a[",
    ],
    *["a<", "<a", "</", "<a ", "<a>", "<!--", "<?", "<%", "${", "#{", "{{", "}}", "{%", '"a ', "'a ", '"""', "'''"],
    *[
        '\\"',
        "\\\\",
        "\\n",
        "é",
        "@a ",
        "$a",
        "-a",
        "a b:",
        "if ",
        "class a ",
        "int a(",
        "<<A",
        "%w(",
        "a{",
        "<a b=",
        'a="',
    ],
    *["[[", "$(", "\ta:", "&#", "a<b,", "a\\"],
]
BEGINNINGS = ["", '"', "/*", "<script>", "<?php "]


def hostile(unit, beginning, *, lines, size):
    line = unit * (MAX_CODE_LINE_LENGTH // 2 // len(unit)) if lines == "long" else unit
    return (beginning + (line + "\n") * (size // (len(line) + 1)))[:size]


HOSTILE = list(product([*dict(LANGUAGES), *OTHER_LANGUAGES], UNITS, BEGINNINGS, ["long", "short"]))


def test_hostile_code_ends():
    """In a process that can be killed. The limit is many times what a busy machine needs."""
    chance = random.Random(11)
    code = [
        ("csharp", '"a "\n' * 2_000),
        ("make", "0" * 10_000),
        ("html+ng2", "(" * 16_000),
        *((name, hostile(*parts, lines=lines, size=20_000)) for name, *parts, lines in chance.sample(HOSTILE, 60)),
    ]
    script = (
        f"from blog.rendering.highlight import highlight\nfor language, code in {code!r}: highlight(code, language)"
    )

    assert subprocess.run([sys.executable, "-"], check=True, input=script.encode(), timeout=300)


def longest_step(language, text):
    """CPU time of the token that a lexer works on longest, while it may work."""
    steps = [time.thread_time()]
    for _token in allowed_lexer(language).get_tokens_unprocessed(text):
        steps.append(time.thread_time())
        if steps[-1] - steps[0] > 0.25:
            break
    return max(later - earlier for earlier, later in pairwise([*steps, time.thread_time()]))


@pytest.mark.long
@pytest.mark.parametrize("language", [*dict(LANGUAGES), *OTHER_LANGUAGES])
def test_no_token_takes_more_than_four_times_as_long_in_four_times_the_code(language):
    if language == "text":
        return
    for name, unit, beginning, lines in HOSTILE:
        if name != language:
            continue
        small, large = (hostile(unit, beginning, lines=lines, size=size) for size in (4_000, 16_000))
        if longest_step(language, large) < 0.02:
            continue
        # Steps of a few milliseconds are mostly noise.
        grown = min(longest_step(language, large) for _ in range(3))
        assert grown < 8 * max(longest_step(language, small), 0.01), (unit, beginning, lines)


def test_code_of_one_body_is_plain_when_its_time_is_over_and_has_colours_the_next_time(monkeypatch):
    monkeypatch.setattr("blog.rendering.highlight.MAX_SECONDS", 0.1)
    monkeypatch.setattr("blog.rendering.highlight.MAX_SECONDS_OF_BODY", 0.4)
    # Each would take all the time that one may.
    slow = [f"y{number}\n```\n" + "     \n" * 2400 + "x" for number in range(6)]
    body = [{"type": "code", "value": {"code": code, "language": "markdown"}} for code in slow]
    body.append({"type": "code", "value": {"code": "x = 1", "language": "python"}})
    caches["highlighted"].clear()

    store_highlights(body)

    assert fingerprint(slow[0], "markdown") in caches["highlighted"]
    assert fingerprint("x = 1", "python") not in caches["highlighted"]
    store_highlights(body)
    assert "<span" in caches["highlighted"].get(fingerprint("x = 1", "python"))


@pytest.mark.django_db
def test_code_of_a_post_is_highlighted_when_it_is_published(blog, django_capture_on_commit_callbacks):
    code = {"code": "published = 1", "language": "python", "file_name": "", "marked_lines": "", "caption": ""}
    post = PostPageFactory(parent=blog, live=False, body=json.dumps([{"type": "code", "value": code, "id": "a"}]))
    caches["highlighted"].clear()

    with django_capture_on_commit_callbacks(execute=True):
        post.save_revision().publish()

    assert "<span" in caches["highlighted"].get(fingerprint("published = 1", "python"))


def test_highlighted_code_is_stored_for_all_processes():
    html = stored_highlight("a = 1", "python")
    assert caches["highlighted"].get(fingerprint("a = 1", "python")) == html

    caches["highlighted"].set(fingerprint("a = 1", "python"), "worked out elsewhere")

    assert stored_highlight("a = 1", "python") == "worked out elsewhere"
    assert stored_highlight("a = 1", "ruby") != "worked out elsewhere"
    caches["highlighted"].clear()


def test_code_is_highlighted_where_nothing_can_be_stored(settings, tmp_path):
    (tmp_path / "file").write_text("no folder")
    stored = {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": tmp_path / "file"}
    settings.CACHES = {**settings.CACHES, "highlighted": stored}

    assert stored_highlight("a = 1", "python") == highlight("a = 1", "python")


@pytest.mark.parametrize("share", [0, 0.1, 0.5])
def test_damaged_file_of_highlighted_code_is_written_again(settings, tmp_path, share):
    stored = {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": tmp_path}
    settings.CACHES = {**settings.CACHES, "highlighted": stored}
    html = stored_highlight("a = 1", "python")
    (file,) = tmp_path.iterdir()
    os.truncate(file, int(file.stat().st_size * share))

    assert stored_highlight("a = 1", "python") == html
    assert caches["highlighted"].get(fingerprint("a = 1", "python")) == html


@pytest.mark.parametrize(("text", "is_right"), [("2,4-6", True), (" 2 , 4 - 6 ", True), ("x 2", False), ("2 x", False)])
def test_marked_lines_are_numbers_and_nothing_else(text, is_right):
    assert bool(MARKED_LINES_SYNTAX.search(text)) == is_right


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
