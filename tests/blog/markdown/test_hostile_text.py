"""Texts made to hang a reader: each ends within seconds, or is refused in words."""

import time

import pytest

from blog.markdown.read import read
from blog.markdown.render import render


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


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("function", [read, render])
def test_hostile_text_ends_soon(name, function):
    started = time.process_time()

    function(HOSTILE[name])

    assert time.process_time() - started < 6


def test_text_beyond_the_deepest_level_is_kept():
    [block] = read("> " * 100 + "deep").blocks

    while block["type"] == "quote":
        block = block["value"]["content"][-1]
    assert "deep" in str(block["value"])
