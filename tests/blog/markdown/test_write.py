"""The canonical text of each block, and of words that Markdown could misread."""

import pytest

from blog.markdown.body import Body
from blog.markdown.read import read
from blog.markdown.write import write
from tests.rich_text import footnote, math


def written(*blocks):
    return write(Body([{"type": kind, "value": value} for kind, value in blocks]))


def prose(html):
    return written(("text", html)).removesuffix("\n")


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("<h2>a #</h2><h4>b</h4>", "## a \\#\n\n#### b"),
        ("<blockquote>a<br/>b</blockquote>", "> a\\\n> b"),
        ("<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>", "- a\n- b\n  1. c"),
        ("<p><b>a</b> <i>b</i> <s>c</s> <code>d</code></p>", "**a** *b* ~~c~~ `d`"),
        ("<p>H<sub>2</sub>O</p>", "H<sub>2</sub>O"),
        ("<p>un<b>believ</b>able</p>", "un**believ**able"),
        ("<p>a<b>(b)</b>c</p>", "a<b>(b)</b>c"),
        ("<p><b>a</b><i>b</i></p>", "**a**<i>b</i>"),
        ("<p>a\u2028<i><sub>b</sub></i></p>", "a\u2028<i><sub>b</sub></i>"),
        ("<p><code>`</code></p>", "`` ` ``"),
        ('<p><a href="/a(b">c</a></p>', "[c](/a\\(b)"),
        ('<p><a href="/a?b&amp;amp;c">d</a></p>', "[d](/a?b&amp;amp;c)"),
        ('<p><a href="https://a.b/">https://a.b/</a></p>', "<https://a.b/>"),
        ('<p>!<a href="/a">b</a></p>', "\\![b](/a)"),
        ("<p>snake_case and 2 * 3 and arr[0] here</p>", "snake_case and 2 * 3 and arr[0] here"),
        ("<p>*a* _b_ `c` [d](e)</p>", "\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e)"),
        ("<p>Vec&lt;T&gt; &amp;amp; a &lt; b</p>", "Vec\\<T> \\&amp; a < b"),
        ("<p>1. a<br/>- b<br/># c<br/>===</p>", "1\\. a\\\n\\- b\\\n\\# c\\\n\\==="),
        ("<p>https://a.b www.a.b a@b.cc</p>", "https\\://a.b www\\.a.b a\\@b.cc"),
        ("<p>$5 and $10</p>", "\\$5 and \\$10"),
        ("<p>$5</p>", "$5"),
        (f"<p>so {math('a^2')} is {math('10')}</p>", "so $a^2$ is $`10`$"),
        (f"<p>a{footnote('1', 'b' + chr(10) * 2 + 'c')}</p>", "a[^1]\n\n[^1]: b\n\n    c"),
    ],
)
def test_prose(html, markdown):
    assert prose(html) == markdown


@pytest.mark.parametrize(
    "markdown",
    [
        '```js file="a \\"b\\".js" marked="2,4-6" lines="on" caption="C"\na\n```\n',
        "````markdown\n```\na\n```\n````\n",
        '[![a](image:1 "b *c*")](/d){width="wide" credit="E"}\n',
        ':::gallery caption="a"\n![b](image:1 "c")\n\n![](image:2)\n:::\n',
        ':::quote source="a" url="https://b.c/"\nd\n\ne\n:::\n',
        "> [!WARNING]\n> a\n>\n> - [x] b\n",
        '::::details summary="a" open\n```\nb\n```\n::::\n',
        ':::table caption="a" header-column\n| b | **c** |\n| --- | --: |\n| `d\\|e` | f<br>g |\n:::\n',
        "$$\na\n$$\n",
        ':::math caption="a"\n$$\nb\n$$\n:::\n',
        '::embed url="https://a.b/" title="c" poster="image:1"\n',
        '::video file="document:1" captions="document:2" language="en" title="a"\n',
        "4. a\n\n   ```\n   b\n   ```\n\n5. ___\n",
        "- a\n- b\n\n* c\n\n1. d\n\n3) e\n",
        "---\n",
        "a ![b](c.png) d\n",
    ],
)
def test_canonical_text_is_written_as_it_was_read(markdown):
    assert write(read(markdown)) == markdown


@pytest.mark.parametrize(
    ("heading", "markdown"),
    [("www.b", "www\\.b"), ("http://[", "http\\://\\["), ("https://", "https\\://"), ("1.5 %", "1.5 %")],
)
def test_heading_of_a_column_that_looks_like_an_address_is_words(heading, markdown):
    columns = [{"type": "text", "heading": heading}]
    text = written(("table", {"table": {"columns": columns, "rows": []}}))

    assert text == f"| {markdown} |\n| --- |\n"
    assert write(read(text)) == text


def test_empty_body_is_no_text():
    assert written() == ""
    assert written(("text", "<p></p>"), ("code", {"code": ""})) == "```\n```\n"


def test_block_that_nobody_knows_is_kept_as_data():
    assert '"type": "hologram"' in written(("hologram", {"a": 1}))
    assert '"value": null' in written(("text", None))


def test_kept_text_that_has_a_block_by_now_becomes_one():
    assert written(("markdown", "a\n\n<u>b</u>")) == "a\n\n<u>b</u>\n"
    assert written(("markdown", "* a")) == "- a\n"


@pytest.mark.parametrize(
    "html", ["<p>{}: b</p>", "<p>a<br/>{}:</p>", "<ul><li>{}:b</li></ul>", "<blockquote>{}: b</blockquote>"]
)
def test_colon_behind_a_note_at_the_start_of_a_line_defines_no_note(html):
    html = html.format(footnote("1", "n"))

    assert read(prose(html)).blocks == [{"type": "text", "value": html}]


def test_notes_of_one_label_get_labels_of_their_own():
    html = f"<p>a{footnote('1', 'b')} c{footnote('1', 'd')} e{footnote('1', 'b')}</p>"

    assert prose(html) == "a[^1] c[^1-2] e[^1]\n\n[^1]: b\n\n[^1-2]: d"


def test_picture_without_a_file_keeps_its_words():
    value = {"image": {"image": None, "alt_text": "a"}, "caption": "<p>b</p>", "credit": "", "width": "text"}

    assert written(("image", value)) == '![a](image:gone "b")\n'
