"""Every construct that is not prose, and the block it becomes."""

import pytest

from blog.markdown.body import Note
from blog.markdown.read import read


def only(markdown, kind):
    [block] = read(markdown).blocks
    assert block["type"] == kind
    return block["value"]


def paragraph(text):
    return {"type": "text", "value": f"<p>{text}</p>"}


def code(text, **changes):
    empty = {"code": text, "language": "", "file_name": "", "marked_lines": "", "line_numbers": False, "caption": ""}
    return empty | changes


@pytest.mark.parametrize(
    ("markdown", "value"),
    [
        ("```\na\n\n b\n```", code("a\n\n b")),
        ("    a\n      b", code("a\n  b")),
        ("~~~py\na\n~~~", code("a", language="py")),
        ("```js file=app.js marked=2,4-6\na\n```", code("a", language="js", file_name="app.js", marked_lines="2,4-6")),
        (
            '```js {2,4-6} title="my app.js"\na\n```',
            code("a", language="js", file_name="my app.js", marked_lines="2,4-6"),
        ),
        (
            '```js{1} caption="As \\"it\\" was"\na\n```',
            code("a", language="js", marked_lines="1", caption='As "it" was'),
        ),
        ("```{.python}\na\n```", code("a", language="python")),
        ("```c++\na\n```", code("a", language="c++")),
        ("``` file=a.txt\na\n```", code("a", file_name="a.txt")),
        ("{% highlight ruby %}\na\n{% endhighlight %}", code("a", language="ruby")),
        ('<pre><code class="language-sh">a &lt; b\n</code></pre>', code("a < b", language="sh")),
    ],
)
def test_code(markdown, value):
    assert only(markdown, "code") == value


def test_code_attribute_that_nobody_knows_is_noted():
    body = read("```rust,ignore linenos\na\n```")

    assert body.blocks[0]["value"]["language"] == "rust"
    assert body.notes == [Note(1, "code attribute", "ignore"), Note(1, "code attribute", "linenos")]


def test_quote_of_several_paragraphs():
    assert only("> a\n>\n> b", "quote") == {
        "content": [{"type": "text", "value": "<p>a</p><p>b</p>"}],
        "source": "",
        "source_url": "",
    }


def test_quote_directive():
    value = only(':::quote source="A. B." url="https://example.org/"\na\n\n- b\n:::', "quote")

    assert value == {
        "content": [{"type": "text", "value": "<p>a</p><ul><li>b</li></ul>"}],
        "source": "A. B.",
        "source_url": "https://example.org/",
    }


def test_directive_ends_where_its_own_colons_stand():
    value = only(':::quote\n```\n:::\n```\n\n:::quote source="b"\na\n:::\n:::', "quote")

    assert [block["type"] for block in value["content"]] == ["code", "quote"]


@pytest.mark.parametrize("kind", ["note", "tip", "important", "warning", "caution"])
def test_callout(kind):
    assert only(f"> [!{kind.upper()}]\n> a\n>\n> b", "callout") == {
        "kind": kind,
        "content": [{"type": "text", "value": "<p>a</p><p>b</p>"}],
    }


def test_embed_directive():
    assert only('::embed url="https://example.org/v" title="A talk" caption="B"', "embed") == {
        "url": "https://example.org/v",
        "title": "A talk",
        "caption": "B",
        "poster": None,
    }


@pytest.mark.parametrize(
    "markdown",
    [
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
        "<https://youtu.be/dQw4w9WgXcQ?t=4>",
        "https://vimeo.com/76979871",
        '<iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ"></iframe>',
        '<iframe src="//player.vimeo.com/video/76979871"></iframe>',
    ],
)
def test_address_of_a_video_alone_is_an_embed(markdown):
    assert only(markdown, "embed")["url"].startswith("https://")


def test_divider():
    assert [block["type"] for block in read("a\n\n---\n\nb").blocks] == ["text", "divider", "text"]


def test_table():
    assert only("| `a` | **b** | c |\n|---|:-:|--:|\n| *1* | | 3 |", "table") == {
        "table": {
            "columns": [
                {"type": "text", "heading": "`a`"},
                {"type": "centre", "heading": "**b**"},
                {"type": "number", "heading": "c"},
            ],
            "rows": [{"values": ["<p><i>1</i></p>", "", "<p>3</p>"]}],
            "caption": "",
        },
        "header_column": False,
    }


def test_html_table_with_joined_cells_is_parted():
    value = only(
        "<table>\n<tr><th>a</th><th>b</th></tr>\n<tr><th rowspan=2>c</th><td>d</td></tr>\n<tr><td>e</td></tr></table>",
        "table",
    )

    assert [row["values"] for row in value["table"]["rows"]] == [["<p>c</p>", "<p>d</p>"], ["", "<p>e</p>"]]
    assert [column["heading"] for column in value["table"]["columns"]] == ["a", "b"]
    assert value["header_column"] is True


def item(*content, task=""):
    return {"type": "item", "value": {"task": task, "content": list(content)}}


def test_tasks():
    assert only("- [ ] a\n- [x] b\n- c", "list") == {
        "ordered": False,
        "start": None,
        "items": [item(paragraph("a"), task="open"), item(paragraph("b"), task="done"), item(paragraph("c"))],
    }


def test_list_with_a_start_number():
    assert only("7. a", "list") == {"ordered": True, "start": 7, "items": [item(paragraph("a"))]}


def test_items_with_several_blocks():
    value = only("1. a\n\n   b\n\n   ```sh\n   c\n   ```\n\n2. d", "list")

    assert value["items"] == [
        item({"type": "text", "value": "<p>a</p><p>b</p>"}, {"type": "code", "value": code("c", language="sh")}),
        item(paragraph("d")),
    ]
    assert value["start"] is None


def test_containers_nest_six_levels_and_deeper_ones_stay_markdown():
    lines = [f"{'> ' * level}{level}\n{'> ' * level}" for level in range(1, 9)]

    content = only("\n".join([*lines, "> " * 8 + "end"]), "quote")["content"]

    for _level in range(2, 7):
        content = content[1]["value"]["content"]
    assert content == [paragraph("6"), {"type": "markdown", "value": "> 7\n> \n> > 8\n> > \n> > end"}]


@pytest.mark.parametrize("markdown", ["$$\na^2\n$$", "$$a^2$$", "```math\na^2\n```", "> $$\n> a^2\n> $$"])
def test_display_math(markdown):
    found = read(markdown).blocks[0]
    block = found["value"]["content"][0] if found["type"] == "quote" else found

    assert block == {"type": "math", "value": {"tex": "a^2", "caption": ""}}


def test_math_directive_has_a_caption():
    assert only(':::math caption="A law"\n$$\nx\n$$\n:::', "math") == {"tex": "x", "caption": "A law"}


def test_table_directive_has_a_caption_and_a_header_column():
    value = only(':::table caption="KB" header-column\n| a |\n|---|\n| b |\n:::', "table")

    assert value["header_column"] is True
    assert value["table"]["caption"] == "KB"
    assert value["table"]["rows"] == [{"values": ["<p>b</p>"]}]


def test_gallery_holds_pictures_with_captions():
    value = only(':::gallery caption="All"\n![a](image:1 "b")\n\n![](image:2)\n:::', "gallery")

    assert value["caption"] == "<p>All</p>"
    assert [item["value"] for item in value["images"]] == [
        {"image": {"image": "image:1", "alt_text": "a", "decorative": False}, "caption": "<p>b</p>"},
        {"image": {"image": "image:2", "alt_text": "", "decorative": True}, "caption": ""},
    ]


def test_gallery_with_more_than_pictures_stays_markdown():
    assert only(":::gallery\n\na\n\n:::", "markdown") == ":::gallery\n\na\n\n:::"


@pytest.mark.parametrize(
    "markdown",
    [
        ':::details summary="a"\n**b**\n\n- c\n:::',
        "<details><summary>a</summary>\n\n**b**\n\n- c\n\n</details>",
        "<details><summary>a</summary><p><b>b</b></p><ul><li>c</li></ul></details>",
    ],
)
def test_details(markdown):
    assert only(markdown, "details") == {
        "summary": "a",
        "is_open": False,
        "content": [{"type": "text", "value": "<p><b>b</b></p><ul><li>c</li></ul>"}],
    }


def test_html_around_markdown_becomes_blocks_in_one_another():
    value = only("<details open><summary>a</summary>\n<blockquote>\n\nb\n\nc\n\n</blockquote></details>", "details")

    assert value["is_open"] is True
    assert [block["type"] for block in value["content"]] == ["quote"]


def test_aside_is_a_callout():
    assert only("<aside>a</aside>", "callout") == {"kind": "note", "content": [paragraph("a")]}


def test_four_colons_close_at_the_next_four():
    value = only('::::details summary="a"\n- ```\n  :::\n  ```\n::::', "details")

    assert [block["type"] for block in value["content"]] == ["list"]


@pytest.mark.parametrize(
    ("markdown", "kind", "value"),
    [
        (
            '::bookmark url="https://a.b/" title="T" description="D" site="S" poster="image:1"',
            "bookmark",
            {"url": "https://a.b/", "title": "T", "description": "D", "site_name": "S", "poster": "image:1"},
        ),
        ('::audio file="document:1" title="T"', "audio", {"file": "document:1", "title": "T", "caption": ""}),
    ],
)
def test_directives_of_one_line(markdown, kind, value):
    assert only(markdown, kind) == value
