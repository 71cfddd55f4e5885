"""Prose: one `text` block, in the form that the editor gives back unchanged."""

import pytest

from blog.markdown.body import Note
from blog.markdown.read import read


def text_of(markdown):
    [block] = read(markdown).blocks
    assert block["type"] == "text"
    return block["value"]


def kinds(markdown):
    return [block["type"] for block in read(markdown).blocks]


def test_neighbouring_prose_is_one_block():
    assert text_of("## One\n\nTwo.\n\n- three\n\n> four") == (
        "<h2>One</h2><p>Two.</p><ul><li>three</li></ul><blockquote>four</blockquote>"
    )


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("**a** *b* `c` ~~d~~", "<b>a</b> <i>b</i> <code>c</code> <s>d</s>"),
        ("H<sub>2</sub>O and x<sup>2</sup>", "H<sub>2</sub>O and x<sup>2</sup>"),
        ("<b>a</b> <strong>b</strong> <em>c</em> <del>d</del>", "<b>a</b> <b>b</b> <i>c</i> <s>d</s>"),
        ("press <kbd>Ctrl</kbd>", "press <code>Ctrl</code>"),
        ("[a](https://example.org/?x=1&y=2)", '<a href="https://example.org/?x=1&amp;y=2">a</a>'),
        ("[**a** b](/x)", '<a href="/x"><b>a</b> b</a>'),
        ("**a [b](/x) c**", '<b>a</b> <a href="/x"><b>b</b></a> <b>c</b>'),
        ("[a][ref]\n\n[ref]: /x", '<a href="/x">a</a>'),
        ("<https://example.org>", '<a href="https://example.org">https://example.org</a>'),
        ("see https://example.org.", 'see <a href="https://example.org">https://example.org</a>.'),
        ("[post](post:0b9e) [file](document:1c)", '<a href="post:0b9e">post</a> <a href="document:1c">file</a>'),
        ("a  \nb\\\nc", "a<br/>b<br/>c"),
        ("a<br>b", "a<br/>b"),
        ("a\nb   c\td", "a b c d"),
        ("***a** b*", "<b><i>a</i></b> <i>b</i>"),
        ("***a***", "<b><i>a</i></b>"),
        ("*a **b** c*", "<i>a</i> <b><i>b</i></b> <i>c</i>"),
        ('a &lt;b&gt; &amp; "c"', 'a &lt;b&gt; &amp; "c"'),
        ("Vec<T> grows", "Vec&lt;T&gt; grows"),
        ("100&nbsp;km", "100\u00a0km"),
    ],
)
def test_inline_markup_becomes_rich_text(markdown, html):
    assert text_of(markdown) == f"<p>{html}</p>"


def test_space_at_the_end_of_a_mark_stands_behind_it():
    assert text_of("<b>a </b>b") == "<p><b>a</b> b</p>"


def test_empty_paragraph_is_left_out():
    assert read("&nbsp;\n\n<p></p>\n\na").blocks == [{"type": "text", "value": "<p>a</p>"}]


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("# A\n\n## B\n\n### C", "<h2>A</h2><h3>B</h3><h4>C</h4>"),
        ("## A\n\n### B\n\n#### C", "<h2>A</h2><h3>B</h3><h4>C</h4>"),
        ("A\n=\n\nB\n-", "<h2>A</h2><h3>B</h3>"),
        ("## A {#anchor}", "<h2>A</h2>"),
    ],
)
def test_headings_start_at_level_two(markdown, html):
    assert text_of(markdown) == html


def test_heading_beyond_level_four_is_raised_and_noted():
    body = read("##### A")

    assert body.blocks == [{"type": "text", "value": "<h4>A</h4>"}]
    assert body.notes == [Note(1, "heading level", "level 5 became 4")]


def test_heading_id_is_noted():
    assert read("a\n\n## B {#b}").notes == [Note(3, "heading id", "{#b}")]


def test_nested_list_of_one_kind_is_prose():
    assert text_of("- a\n  - b\n\n- c") == "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"


def test_nested_list_of_the_other_kind_at_the_end_is_prose():
    assert text_of("1. a\n2. b\n   - c") == "<ol><li>a</li><li>b<ul><li>c</li></ul></li></ol>"


def test_list_that_the_editor_would_tear_apart_is_a_list_block():
    assert kinds("1. a\n   - b\n2. c") == ["list"]


def test_second_of_two_adjacent_lists_is_a_list_block():
    assert kinds("- a\n\n* b") == ["text", "list"]


def test_lists_of_different_kinds_stay_in_one_text():
    assert text_of("- a\n\n1. b") == "<ul><li>a</li></ul><ol><li>b</li></ol>"


def test_adjacent_quotes_stay_two():
    assert text_of("> a\n\n> b\n> c") == "<blockquote>a</blockquote><blockquote>b c</blockquote>"


def test_unknown_directive_stays_text_and_is_noted():
    body = read(":::stage\n\na\n\n:::")

    assert body.blocks == [{"type": "text", "value": "<p>:::stage</p><p>a</p><p>:::</p>"}]
    assert [note.construct for note in body.notes] == ["directive", "directive"]


def test_directive_that_is_not_closed_stays_text():
    assert text_of(':::quote source="A"\n\na') == '<p>:::quote source="A"</p><p>a</p>'


def test_comment_is_left_out_and_noted():
    body = read("a <!-- b -->\n\n<!-- c -->")

    assert body.blocks == [{"type": "text", "value": "<p>a</p>"}]
    assert body.notes == [Note(1, "comment", "b"), Note(3, "comment", "c")]


def test_liquid_stays_text_and_is_noted():
    body = read("a {{ page.title }}")

    assert body.blocks == [{"type": "text", "value": "<p>a {{ page.title }}</p>"}]
    assert body.notes == [Note(1, "liquid", "{{ page.title }}")]


def test_raw_tags_are_left_out():
    assert text_of("{% raw %}\n\na {% raw %}{{ b }}{% endraw %}\n\n{% endraw %}") == "<p>a {{ b }}</p>"


@pytest.mark.parametrize("markdown", ["It costs $5 or $6.", "Set $HOME and $PATH.", "`$a` $b/$c", "`${a}` ${b}${c}"])
def test_dollars_are_not_math(markdown):
    assert kinds(markdown) == ["text"]


def test_line_numbers_of_notes_are_those_of_the_text():
    assert read("a\n\n- b\n- c <!-- d -->").notes == [Note(4, "comment", "d")]
