"""What has no block is kept by its source lines, complete in itself."""

import pytest

from blog.markdown.body import TextTooLong
from blog.markdown.parser import MAX_CHARACTERS
from blog.markdown.read import read


def constructs(body):
    return [note.construct for note in body.notes]


def test_neighbours_without_a_block_are_one_markdown_block():
    body = read("a\n\n<u>b</u>\n\n<u>c</u>\n\nd")

    assert body.blocks == [
        {"type": "text", "value": "<p>a</p>"},
        {"type": "markdown", "value": "<u>b</u>\n\n<u>c</u>"},
        {"type": "text", "value": "<p>d</p>"},
    ]
    assert constructs(body) == ["html", "html"]


def test_kept_paragraph_with_a_footnote_takes_its_definitions_along():
    body = read("<u>a</u>[^1]\n\nb\n\n[^1]: c[^2]\n[^2]: d\n")

    assert body.blocks == [
        {"type": "markdown", "value": "<u>a</u>[^1]\n\n[^1]: c[^2]\n\n[^2]: d"},
        {"type": "text", "value": "<p>b</p>"},
    ]


def test_footnote_before_a_colon_takes_its_definition_along():
    assert read("<u>the</u> [^a]: b c\n\n<u>d</u> [^a]: e\n\n[^a]: f").blocks == [
        {"type": "markdown", "value": "<u>the</u> [^a]: b c\n\n<u>d</u> [^a]: e\n\n[^a]: f"}
    ]


def test_only_the_item_without_a_block_is_kept():
    [block] = read("- a\n- b ![c](d.png)").blocks

    contents = [item["value"]["content"] for item in block["value"]["items"]]
    assert contents == [
        [{"type": "text", "value": "<p>a</p>"}],
        [{"type": "markdown", "value": "b ![c](d.png)"}],
    ]


def test_unused_footnote_is_kept_and_noted():
    body = read("a\n\n[^1]: b")

    assert body.blocks[1] == {"type": "markdown", "value": "[^1]: b"}
    assert constructs(body) == ["footnote"]


def test_link_definitions_come_along():
    body = read('<u>[a] and [b][A]</u>\n\n[a]: /x "y"')

    assert body.blocks == [{"type": "markdown", "value": '<u>[a] and [b][A]</u>\n\n[a]: </x> "y"\n[A]: </x> "y"'}]


def test_kept_lines_of_a_container_are_without_its_prefix():
    [block] = read("> a\n>\n> <u>b</u>\n> c").blocks

    assert block["value"]["content"][1] == {"type": "markdown", "value": "<u>b</u>\nc"}


@pytest.mark.parametrize(
    ("html", "prose"),
    [
        ("<p>a <b>b</b></p>", "<p>a <b>b</b></p>"),
        ("<h2 class=x>a</h2>\n<p>b</p>", "<h2>a</h2><p>b</p>"),
        ("<h1>a</h1>", "<h2>a</h2>"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("<blockquote><p>a</p></blockquote>", "<blockquote>a</blockquote>"),
        ("<div>a<br>b</div>", "<p>a<br/>b</p>"),
    ],
)
def test_plain_html_becomes_prose(html, prose):
    assert read(html).blocks == [{"type": "text", "value": prose}]


@pytest.mark.parametrize(
    "html",
    [
        "<figure>a</figure>",
        "<form><input></form>",
        "<video src=a.mp4></video>",
        "<iframe src=https://example.org></iframe>",
        "<ul><li><p>a</p><p>b</p></li></ul>",
        "<p>a <mark>b</mark></p>",
        "<Card />",
    ],
)
def test_other_html_is_kept(html):
    body = read(html)

    assert body.blocks == [{"type": "markdown", "value": html}]
    assert constructs(body) == ["html"]


def test_link_with_a_scheme_that_prose_cannot_hold_is_kept():
    body = read("[a](irc://example.org/b)")

    assert body.blocks == [{"type": "markdown", "value": "[a](irc://example.org/b)"}]
    assert constructs(body) == ["link"]


def test_longer_text_is_refused_in_words():
    with pytest.raises(TextTooLong, match="at most 1,000,000"):
        read("a" * (MAX_CHARACTERS + 1))
