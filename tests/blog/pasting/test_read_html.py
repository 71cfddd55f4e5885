"""The samples are clipboards as each program writes them, shortened."""

from pathlib import Path

import pytest

from blog.markdown.read import read
from blog.pasting import Loss, Lost, PastedTooLong, read_html
from blog.pasting.pasted import MAX_PASTED_CHARACTERS

SAMPLES = Path(__file__).parent / "samples"


def pasted(program, **kwargs):
    return read_html((SAMPLES / f"{program}.html").read_text(), **kwargs)


def markdown(html):
    return read_html(html).markdown.rstrip("\n")


def test_google_docs_arrives_with_its_lists_table_pictures_and_footnote():
    found = pasted("google_docs")

    assert found.markdown == (
        "# The quarterly ledger\n\n"
        'We count <b>everything</b> in <a href="https://example.org/ledger">one book</a> <i>by hand</i>\\.[^1]\n\n'
        "- Bread\n  - Rye\n    - Dark\n- Salt\n\n"
        "![A rising chart](<https://lh7-rt.googleusercontent.com/docsz/AD_4nXchart?key=abc>)\n\n"
        "|  |  |  |\n| --- | --- | --- |\n| <b>Both halves</b> |  | Sum |\n| 12 \\| 30 | 18 | 30 |\n\n"
        "Before behind\\.\n\n"
        "![](<https://lh7-rt.googleusercontent.com/docsz/AD_4nXsecond?key=def>)\n\n"
        "[^1]: Two people\\, one <b>pen</b>\\.\n\n"
    )
    assert found.lost == [Loss(Lost.JOINED_CELLS)]


def test_saved_page_of_google_docs_says_in_its_style_sheet_what_is_bold():
    found = pasted("saved_google_doc")

    assert found.markdown == (
        "## Plan\n\nIt is <b>firm</b><i>\\, or so</i>[^1]\\.\n\n"
        '- One\n  - Within one\n- <a href="https://example.org/two?a=1">Two</a>\n\n'
        "|  |  |  |\n| --- | --- | --- |\n| Season | Both halves |  |\n|  | 12 | 18 |\n\n"
        "[^1]: Until spring\\.\n\n"
    )
    assert found.lost == [
        # The browser sends this one along as a file.
        Loss(Lost.PICTURE, "A rising chart"),
        Loss(Lost.JOINED_CELLS),
        Loss(Lost.PICTURE, "The old barn"),
    ]


def test_word_arrives_with_its_lists_quote_table_and_footnote_and_names_the_picture_it_kept():
    found = pasted("word")

    assert found.markdown == (
        "# Minutes\n\n"
        "We <b>agreed</b> on <i>almost</i> everything[^1]\\, "
        'see <a href="https://example.org/minutes">the minutes</a>\\.\n\n'
        "- Rooms\n  - Small ones\n- Keys\n\nThen\\:\n\n1. Vote\n2. Count\n\n"
        "> Nothing about us without us\\.\n\n"
        "|  |  |\n| --- | --- |\n| Name | Votes |\n| Ada<br/>and Bo | 7 |\n\n"
        "[^1]: Not on the coffee\\.\n\n"
    )
    assert found.lost == [Loss(Lost.PICTURE, "A raised hand")]


def test_github_arrives_with_its_code_alert_tasks_table_and_footnote():
    assert pasted("github").markdown == (
        "## Install\n\nNeeds <code>python</code> 3\\.13[^1]\\.\n\n"
        "```sh\npip install tool\nif true; then run_it; fi\n```\n\n"
        "> [!WARNING]\n> It writes to disk\\.\n\n- [x] Parse\n- [ ] Print\n\n"
        "| Flag | Default |\n| --- | --: |\n| <code>\\-v</code> | 0 |\n\n"
        "![The tool at work](<https://camo.githubusercontent.com/abc/shot>)\n\n"
        "[^1]: Older ones lack <code>match</code>\\.\n\n"
    )


def test_web_page_arrives_without_its_styles_scripts_and_beacons():
    found = pasted("web_page")

    assert found.markdown == (
        "# A <i>slow</i> page\n\n"
        "We measured 3 \\* 4 \\= 12 things\\, all of \\[them\\] at \\$5 and \\$6 "
        "&lt;fast&gt;\\: <b>a\\_b\\_c</b>\\.\n\n"
        "![Bars &amp; lines](<https://example.org/chart.png>)\n*The first <i>week</i>*\n\n"
        "```python\ndef slow():\n    return `sleep`\n```\n\n"
        "<b>p95</b>\n\nThe slowest twentieth\\.\n\nE equals $mc^2$ here\\.\n\n"
        "3. Look\\.\n\n   ```\n   EXPLAIN\n   ```\n4. Wait\n\n"
        ':::details summary="All numbers"\n\n12\\, 13\n\n:::\n\n'
        '::embed url="https://www.youtube.com/watch?v=aqz-KE-bpKQ"\n\n'
        "> One\\.\n>\n> Two\\.\n\n"
        ':::table caption="Times" header-column\n|  |  |\n| --- | --- |\n| Page | 1 |\n| Feed | 2 |\n:::\n\n'
    )
    assert found.lost == [
        Loss(Lost.VIDEO, "https://example.org/film.mp4"),
        Loss(Lost.EMBEDDED_PAGE, "https://ads.example.com/x"),
    ]


def test_caption_and_names_of_rows_arrive_with_the_table():
    [table] = [block["value"] for block in read(pasted("web_page").markdown).blocks if block["type"] == "table"]

    assert (table["table"]["caption"], table["header_column"]) == ("Times", True)


def test_code_out_of_an_editor_is_code_in_its_language():
    assert pasted("vs_code", language="python").markdown == (
        "```python\ndef add(a, b):\n    return a + b  # <sum>\n\nadd(1, 2)\n```\n\n"
    )


@pytest.mark.parametrize(
    "html",
    [
        "<div>a</div><div></div><div>  b</div>",
        "<code><p>a</p>\n<p>\n</p>\n<p>  b</p></code>",
        '<span style="display:block">a\n</span><br><span style="display: block">  b</span>',
        "<ol><li>a</li><li></li><li>  b</li></ol>",
        "a<br><br>  b",
        "<table><tr><td>9</td><td>a</td></tr><tr><td>10</td><td></td></tr><tr><td>11</td><td>  b</td></tr></table>",
        "<table><tr><td>1\n2\n3</td><td>a\n\n  b</td></tr></table>",
        "<table><tr><th>a</th></tr><tr></tr><tr><td>  b</td></tr></table>",
    ],
)
def test_lines_of_code_stay_lines(html):
    assert markdown(f"<pre>{html}</pre>") == "```\na\n\n  b\n```"
    assert markdown(f'<div style="font-family: monospace; white-space: pre">{html}</div>') == "```\na\n\n  b\n```"


def test_cells_of_a_row_in_code_are_one_line():
    html = "<pre><table>a<tr>b<td>c</td> <td>2</td></tr><tr><td>d</td><td>1</td></tr><td>e</td><td>f</td></table></pre>"

    assert markdown(html) == "```\na\nb c 2\nd 1\ne\nf\n```"


def test_slack_arrives_with_its_levels_and_emoji():
    assert pasted("slack").markdown == (
        'Deployed <b>today</b> 🎉\n\nSee <a href="https://example.org/d">the dashboard</a>\\, '
        "run <code>make run</code>\n\n- web\n  - two boxes\n- worker\n\n```\nmake run\nmake test\n```\n\n"
    )


@pytest.mark.parametrize(
    "words",
    [
        "# no heading",
        "1. no list",
        "- no list",
        "a | b",
        "$a$ and $b$",
        "[^1]",
        "`a` **b** _c_",
        "&amp; <b>",
        ":::a",
    ],
)
def test_signs_of_markdown_in_pasted_words_stay_words(words):
    html = f"<p>{words.replace('&', '&amp;').replace('<', '&lt;')}</p><p>b</p>"

    blocks = read(read_html(html).markdown).blocks

    escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert [block["type"] for block in blocks] == ["text"]
    assert blocks[0]["value"] == f"<p>{escaped}</p><p>b</p>"


def test_neighbouring_lists_stay_apart():
    assert markdown("<ul><li>a</li></ul><ul><li>b</li></ul>") == "- a\n\n* b"


@pytest.mark.parametrize(
    ("html", "expected"),
    {
        "<ul><li>a</li><p>b</p><li>c</li></ul>": "- a\n- b\n- c",
        "<ul>a <i>b</i><li>c</li>d</ul>": "- a <i>b</i>\n- c\n- d",
        "<ul><div><div><li>a</li></div><li>b</li></div></ul>": "- a\n- b",
        "<ul>a<div>b<li>c</li></div></ul>": "- a<br/>b\n- c",
        '<ul><a href="https://e.org">a</a></ul>': '- <a href="https://e.org">a</a>',
        "<ol>a</ol>": "1. a",
        "<ol><li>a</li><ol>b</ol>c<!-- d --></ol>": "1. a\n   1. b\n2. c",
        '<ul class="lst-kix_a-0"><li>a</li>b</ul><ul class="lst-kix_a-1">c</ul>': "- a\n- b\n  - c",
        '<ul data-indent="0"><li>a</li>b</ul><ul data-indent="1">c</ul>': "- a\n- b\n  - c",
    }.items(),
)
def test_everything_in_a_list_is_an_item_or_in_one(html, expected):
    assert markdown(html) == expected


def test_two_line_ends_in_a_row_end_a_paragraph():
    assert markdown("<div>a<br>b<br><br>c</div>") == "a<br/>b\n\nc"


def test_picture_among_words_follows_its_paragraph():
    assert markdown('<p>a <img src="paste:0" alt="Lines"> b</p>') == "a b\n\n![Lines](<paste:0>)"


@pytest.mark.parametrize("name", ["p", "pre", "h2", "td"])
def test_picture_between_words_leaves_them_apart_and_follows(name):
    found = markdown(f'<{name}>a<img src="paste:0">b</{name}>')

    assert "a b" in found
    assert found.endswith("\n\n![](<paste:0>)")


def test_summary_or_caption_between_words_leaves_them_apart():
    assert markdown("<details>a<summary>s</summary>b</details>") == ':::details summary="s"\n\na<br/>b\n\n:::'
    assert "a<br/>b" in markdown('<figure>a<figcaption>c</figcaption>b<img src="paste:0"></figure>')


def test_picture_in_a_cell_follows_its_table_and_is_named():
    found = read_html('<table><tr><td>a</td><td><img src="paste:0"></td></tr></table>')

    assert found.markdown.rstrip().splitlines()[-1] == "![](<paste:0>)"
    assert found.lost == [Loss(Lost.PICTURE_IN_A_CELL)]


def cell(html):
    found = read_html(f"<table><tr><td>{html}</td><td></td></tr></table>")
    return found.markdown.splitlines()[2], found.lost


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("a<p>b</p>c", "a<br/>b<br/>c"),
        ("a<div>b</div><div><p>c</p></div>", "a<br/>b<br/>c"),
        ("<p>a</p> <p>b<br></p> <dl><dd>c</dd></dl>", "a<br/>b<br/>c"),
        ("a<br><br>b", "a<br/><br/>b"),
        ("<figure>a<figcaption>b</figcaption></figure>", "a<br/>b"),
        (
            '<a href="https://e.org"><p>a</p><p>b</p></a>',
            '<a href="https://e.org">a</a><br/><a href="https://e.org">b</a>',
        ),
    ],
)
def test_paragraphs_in_a_cell_are_its_lines(html, expected):
    assert cell(html) == (f"| {expected} |  |", [])


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("a<ul><li>b</li><li>c</li></ul>d", "a<br/>b<br/>c<br/>d"),
        ("a<pre>b\nc</pre>d", "a<br/>b<br/>c<br/>d"),
        ("a<table><tr><td>b</td><td>c</td></tr><tr><th>d</th></tr></table>", "a<br/>b c<br/>d"),
    ],
)
def test_lists_code_and_tables_in_a_cell_become_lines_and_are_named(html, expected):
    assert cell(html) == (f"| {expected} |  |", [Loss(Lost.PARTS_OF_A_CELL)])


def test_headings_of_columns_arrive_with_links_and_marks():
    heads = '<th>o<i>n</i><b>e</b> <a href="https://e.org">two</a><p>three</p></th><th><img src="paste:0"></th>'
    found = read_html(f"<table><tr>{heads}</tr><tr><td>a</td><td>b</td></tr></table>")

    [table, picture] = read(found.markdown).blocks
    assert table["value"]["table"]["columns"][0]["heading"] == "o*n*e [two](https://e.org) three"
    assert (picture["type"], found.lost) == ("image", [Loss(Lost.PICTURE_IN_A_CELL)])


@pytest.mark.parametrize("words", ['a <a href="https://e.org">b</a>', "a <b>b</b>", "a <p><i>b</i></p>"])
def test_captions_and_summaries_arrive_as_plain_text_and_what_they_lose_is_named(words):
    for html, start in (
        (f"<table><caption>{words}</caption><tr><td>1</td><td>2</td></tr></table>", ':::table caption="a b"'),
        (f"<details><summary>{words}</summary>c</details>", ':::details summary="a b"'),
    ):
        found = read_html(html)
        assert found.markdown.startswith(start)
        assert found.lost == [Loss(Lost.FORMATTING)]


def test_words_of_a_table_outside_its_cells_stand_before_it():
    html = "<table>a<tr>b<td>1</td>c<td>2</td></tr><tr><div><td>d</td></div></tr><caption>e</caption></table>"

    assert markdown(html) == 'a\n\nb<br/>c\n\nd\n\n:::table caption="e"\n|  |  |\n| --- | --- |\n| 1 | 2 |\n:::'
    assert markdown("<table><caption>a</caption><tr><td>b</td></tr></table>") == "a\n\nb"


def test_blocks_in_a_heading_or_term_do_not_join_their_words():
    assert markdown("<h2>a<p>b</p>c</h2>") == "## a b c"
    assert markdown("<dl><dt>a<p>b</p></dt></dl>") == "<b>a</b><br/><b>b</b>"


def test_reference_whose_note_was_not_copied_is_named():
    found = read_html('<p>a<sup><a href="https://example.org/#fn3">3</a></sup></p>')

    assert found.lost == [Loss(Lost.FOOTNOTE, "3")]


def test_frame_around_a_text_is_no_table():
    assert markdown("<table><tr><td><p>a</p><p>b</p></td></tr></table>") == "a\n\nb"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "/there", "#top", "http://["])
def test_link_that_leads_nowhere_from_here_stays_words(address):
    assert markdown(f'<p><a href="{address}">a</a></p>') == "a"


@pytest.mark.parametrize("html", ["<div>" * 2000 + "a", "<ul><li>" * 1000 + "a", "<b>" * 2000 + "a", "<![if x]>a", "<"])
def test_hostile_html_is_read_without_an_error(html):
    assert read_html(html).markdown.strip(" \n-").replace("\\", "") in ("a", "<b>a</b>", "&lt;")


def test_more_than_is_pasted_at_once_is_refused():
    with pytest.raises(PastedTooLong) as refused:
        read_html("a" * (MAX_PASTED_CHARACTERS + 1))

    assert refused.value.args == (MAX_PASTED_CHARACTERS + 1, MAX_PASTED_CHARACTERS)
