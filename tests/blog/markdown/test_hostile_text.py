"""Texts made to hang a reader: each ends within seconds, or is refused in words."""

import time

import pytest

from blog.markdown.read import read
from blog.markdown.render import render
from blog.markdown.write import write
from tests.matrix import combinations


def repeated(part, length=200_000):
    return part * (length // len(part))


HOSTILE = {
    "brackets": "[" * 20_000,
    "many brackets": repeated("["),
    "deep quotes": ">" * 1000 + " a",
    "deep lists": "".join("  " * depth + "- a\n" for depth in range(400)),
    "one long line": repeated("word "),
    "comments": repeated("x <!-- "),
    "instructions": repeated("x <? "),
    "back-ticks": "".join("`" * length + " " for length in range(1, 600)),
    "dollars": repeated("$a "),
    "open blocks": repeated("<div>\n\n", 50_000),
    "open tags": repeated("<b>"),
    "tags without an end": "<div " * 8000,
    "open attributes": repeated('<a "'),
    "directives": repeated(":::quote\n"),
    "highlights": repeated("{% highlight a %}\n"),
    "a chain of footnotes": "a[^0]\n\n" + "".join(f"[^{at}]: x[^{at + 1}]\n\n" for at in range(5000)),
    "joined cells": "<table>" + "<tr><td rowspan=9999 colspan=9999>a</td></tr>" * 50 + "</table>",
    "attributes": "```js " + repeated('a="\\') + "\nx\n```",
}

FUNCTIONS = {"read": read, "render": render}


@pytest.mark.parametrize(("name", "function"), combinations(HOSTILE, FUNCTIONS))
def test_hostile_text_ends_soon(name, function):
    started = time.process_time()

    FUNCTIONS[function](HOSTILE[name])

    assert time.process_time() - started < 6


# Each is read and written back within the work that the size of the text allows, or kept as it was typed.
UNITS = [
    *[
        ":",
        "http:",
        "http://",
        "mailto:",
        "a@",
        "www.",
        "{",
        "{{",
        "{%",
        "{#",
        "/*",
        "*",
        "**",
        "*a ",
        "_",
        "_a*b",
        "~",
        "~~",
    ],
    *[
        "[",
        "]",
        "![",
        "[^",
        "[^a",
        "^[",
        "[a](b) ",
        "[a][a] ",
        "![a](b)",
        "(",
        "<",
        "<b>",
        "</b>",
        "<i><b>",
        "<a>",
        "<!--",
    ],
    *[
        "<div>\n",
        "<table>",
        '<a href="',
        "&",
        "&amp;",
        "`",
        "``",
        "$",
        "$$",
        "$a$ ",
        ":::",
        ":::quote\n",
        ">",
        "> ",
        "- ",
    ],
    *[
        "1. ",
        "- [ ] a\n",
        "|",
        "|a",
        "|a|b|\n|-|-|\n",
        "#",
        "# a\n",
        "=\n",
        "\\",
        "\\\n",
        "[a]: b\n",
        "[^a]: b\n\n",
        "\t",
        "^",
    ],
]
CLOSING = {"[": "]", "(": ")", "{": "}", "<": ">"}


def hostile(unit, size, *, is_paired=False):
    half = unit * (size // 2 // len(unit))
    return f"{half}x{half.translate(str.maketrans(CLOSING))[::-1]}" if is_paired else half + half


@pytest.mark.parametrize("text", [hostile("[", 40_000, is_paired=True), hostile(":", 20_000), hostile("![", 60_000)])
def test_paragraph_of_marks_is_written_back_as_it_was(text):
    written = write(read(text))

    assert write(read(written)) == written
    assert len(written) <= 2 * len(text)


def test_paragraph_that_cannot_be_read_soon_is_kept_and_named():
    text = hostile("[", 40_000, is_paired=True)
    body = read(f"Before\n\n{text}\n\nBehind")

    assert [block["type"] for block in body.blocks] == ["text", "markdown", "text"]
    assert body.blocks[1]["value"] == text
    assert [note.construct for note in body.notes] == ["long paragraph"]


def test_picture_written_into_its_address_is_no_long_paragraph():
    data = "iVBORw0KGgo/+AAA" * 20_000

    assert "long paragraph" not in {note.construct for note in read(f"![a](data:image/png;base64,{data}=)").notes}


def work(function, text):
    """CPU time, the least of three."""
    times = []
    for _ in range(3):
        started = time.process_time()
        function(text)
        times.append(time.process_time() - started)
    return min(times)


def read_and_write(text):
    return write(read(text))


@pytest.mark.parametrize(
    "units", [[":", "{", "/*", "mailto:"], pytest.param(UNITS, marks=pytest.mark.long)], ids=["some", "all"]
)
@pytest.mark.parametrize("function", [read_and_write, render])
@pytest.mark.parametrize("is_paired", [False, True])
def test_work_grows_with_the_text_and_not_with_its_square(units, function, is_paired):
    for unit in units:
        small, large = (hostile(unit, size, is_paired=is_paired) for size in (3_000, 12_000))
        # Less than a tenth of a second says nothing, and a square would be sixteen times as much.
        assert work(function, large) < 10 * max(work(function, small), 0.04), unit


@pytest.mark.parametrize("unit", [*UNITS[:3], *(pytest.param(unit, marks=pytest.mark.long) for unit in UNITS[3:])])
@pytest.mark.parametrize("is_paired", [False, True])
def test_hostile_text_is_written_back_as_it_was(unit, is_paired):
    written = write(read(hostile(unit, 6_000, is_paired=is_paired)))

    assert write(read(written)) == written


def test_text_beyond_the_deepest_level_is_kept():
    [block] = read("> " * 100 + "deep").blocks

    while block["type"] == "quote":
        block = block["value"]["content"][-1]
    assert "deep" in str(block["value"])
