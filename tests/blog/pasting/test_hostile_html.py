"""Clipboards made to hang the server: their work grows with their length and ends, and what is cut is named."""

import sys

import pytest
from bs4 import Tag

from blog.pasting import TooManyElements, read_html
from blog.pasting.tree import MAX_ELEMENTS, MAX_PASTED_DEPTH, TOO_DEEP_LOSS, Tree

SHAPES = {
    "open lists": "<ul><li>",
    "lists among items": "<ul><p></p>",
    "loose items": "<ul>x<b>y</b><div><li>z</li></div>",
    "open numbered lists": "<ol><li>x</li>",
    "lists beside a list": "<ul></ul>",
    "levels of Word": '<p style="mso-list:l0 level1">x</p><p style="mso-list:l0 level2">x</p>',
    "levels of Slack": '<ul data-indent="0"><li>a</li></ul><ul data-indent="7"><li>a</li></ul>',
    "boxes": "<div>x",
    "quotes": "<blockquote>x",
    "frames": "<table><tr><td>",
    "cells beside words": "<table><tr>x<td>y</td>",
    "blocks in cells": "<table><tr><td>a<p>b</p><pre>c</pre><td>d",
    "figures": "<figure>",
    "details": "<details>",
    "formulas": '<span class="katex">',
    "alerts": '<div class="markdown-alert-note">',
    "coloured code": '<div class="highlight-source-a"><pre>',
    "code out of an editor": '<div style="font-family:mono;white-space:pre">',
    "lines of code": "<pre><div>1<table><tr><td>1<td>x",
    "anchors": '<a href="#x">1',
    "rules": "<hr>x",
    "line ends": "<br></p>",
    "conditions": "<![if",
    "declarations": "<!a ",
    "instructions": "<?a ",
    "tags without an end": "<a ",
    "styles": "<style>x",
}


def calls_of(function, *args):
    """How many functions of Python and C were called: a count that is the same on every machine."""
    calls = 0

    def count(frame, event, arg):
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        function(*args)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_work_grows_with_the_length_only(shape):
    read_html(shape)
    once = calls_of(read_html, shape * 80)

    twice = calls_of(read_html, shape * 160)

    assert twice < 2.6 * once


def test_what_stands_too_deep_stands_beside_and_is_named():
    deep = 3 * MAX_PASTED_DEPTH
    html = "".join(f"<div>{place} " for place in range(deep)) + "<b>x</b>" + "</div>y" * deep
    words = "".join(map(str, range(deep))) + "<b>x</b>" + "y" * deep

    found = read_html(html)

    tree = Tree(html)
    assert max(len(list(tag.parents)) for tag in tree.descendants if isinstance(tag, Tag)) == MAX_PASTED_DEPTH
    assert "".join(found.markdown.split()) == words
    assert found.lost == [TOO_DEEP_LOSS]


def test_end_tags_of_what_was_moved_end_nothing_else():
    inside = "<i>" * (2 * MAX_PASTED_DEPTH) + "x" + "</i>" * (2 * MAX_PASTED_DEPTH)

    tree = Tree(f"<div><p>{inside}y</p>z</div>")

    assert [str(part) for part in tree.div.children][1:] == ["z"]
    assert tree.p.get_text() == "xy"


def test_more_elements_than_are_pasted_at_once_are_refused_in_words():
    read_html("<br>" * MAX_ELEMENTS)

    with pytest.raises(TooManyElements, match="10000"):
        read_html("<br>" * (MAX_ELEMENTS + 1))


@pytest.mark.parametrize(
    "html",
    [
        f'<ol start="{"9" * 5000}"><li>a</li></ol>',
        '<ul data-indent="x"><li>a</li></ul>',
        f'<ul data-indent="{"9" * 5000}"><li>a</li></ul>',
        f'<p style="mso-list:l0 level{"9" * 5000}">a</p>',
        f'<ul class="lst-kix_a-{"9" * 5000}"><li>a</li></ul>',
        '<p role="heading" aria-level="12">a</p>',
        f'<span class="katex">{"<annotation encoding=application/x-tex>a</annotation>" * 2}</span>',
    ],
)
def test_numbers_and_doubles_that_no_program_writes_are_no_error(html):
    assert "a" in read_html(html).markdown
