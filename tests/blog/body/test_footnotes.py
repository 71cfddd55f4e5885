"""Footnotes as readers get them, from what is stored in any block of a body."""

import pytest
from bs4 import BeautifulSoup

from blog.models import PostPage
from tests.factories import InfoPageFactory, PostPageFactory
from tests.rich_text import footnote, math

pytestmark = [pytest.mark.django_db, pytest.mark.database("sqlite")]
CELLS = {"columns": [{"type": "text", "heading": "H"}], "rows": [{"values": [f"<p>{footnote('t', 'In a cell')}</p>"]}]}
BROKEN = r"\frac{1"


def text(html):
    return {"type": "text", "value": html}


def body_of(client, address):
    return BeautifulSoup(client.get(address).content, "html.parser").select_one(".post__body")


def shown(client, blog, *blocks):
    PostPageFactory(parent=blog, slug="noted", body=list(blocks))
    return body_of(client, "/blog/noted/")


def notes_in(body):
    notes = body.select(".footnotes li")
    for way_back in body.select(".footnotes__back"):
        way_back.extract()
    return [note.get_text().strip() for note in notes]


def test_footnotes_are_numbered_over_all_blocks_in_order_of_their_marks(client, blog):
    quote = {"content": [text(f"<p>Quoted{footnote('q', 'In a quote')}</p>")], "source": "", "source_url": ""}
    table = {"table": {**CELLS, "caption": ""}, "header_column": False}

    body = shown(
        client,
        blog,
        text(f"<p>One{footnote('b', 'First')}</p>"),
        {"type": "quote", "value": quote},
        {"type": "table", "value": table},
        text(f"<p>Two{footnote('a', 'Last')}</p>"),
    )

    assert [mark.text for mark in body.select(".footnote-mark")] == ["1", "2", "3", "4"]
    assert notes_in(body) == ["First", "In a quote", "In a cell", "Last"]


def test_notes_of_kept_markdown_are_numbered_with_those_of_the_page(client, blog):
    kept = {"type": "markdown", "value": "Two[^x], again[^x] and ^[three].\n\n[^x]: *Kept*\n"}

    body = shown(
        client, blog, text(f"<p>One{footnote('x', 'In prose')}</p>"), kept, text(f"<p>{footnote('y', 'Y')}</p>")
    )

    assert [mark.text for mark in body.select(".footnote-mark")] == ["1", "2", "2", "3", "4"]
    assert [mark["href"] for mark in body.select(".footnote-mark a")] == ["#fn-1", "#fn-2", "#fn-2", "#fn-3", "#fn-4"]
    assert notes_in(body) == ["In prose", "Kept", "three", "Y"]
    assert len(body.select(".footnotes")) == 1


def test_note_that_refers_to_a_note_of_the_page_links_to_it(client, blog):
    first = footnote("1", "See [^2], not `[^2]`, \\[^3] or [^none]")
    body = shown(client, blog, text(f"<p>{first}{footnote('2', 'As [^2] says')}{footnote('3', 'Three')}</p>"))

    assert len(body.select("#fn-2 .footnotes__back a")) == 3
    assert notes_in(body) == ["See 2, not [^2], [^3] or [^none]", "As 2 says", "Three"]
    assert [link["href"] for link in body.select(".footnotes li p a[role=doc-noteref]")] == ["#fn-2", "#fn-2"]


def test_no_two_elements_of_a_page_share_an_id(client, blog):
    kept = {"type": "markdown", "value": "Same[^1] twice.\n\n[^1]: A note\n"}
    with_its_own = "See[^1].\n\n[^1]: Below"

    body = shown(client, blog, kept, kept, text(f"<p>{footnote('1', with_its_own)}{footnote('2', with_its_own)}</p>"))

    ids = [element["id"] for element in body.find_all(id=True)]
    assert len(ids) == len(set(ids))
    links = {link["href"].removeprefix("#") for link in body.select(".footnote-mark a, .footnotes__back a")}
    assert links <= set(ids)


def test_note_of_a_note_follows_with_a_number_of_its_own(client, blog):
    body = shown(
        client, blog, text(f"<p>{footnote('1', 'See[^b].' + chr(10) * 2 + '[^b]: Below')}{footnote('2', 'B')}</p>")
    )

    assert notes_in(body) == ["See3.", "B", "Below"]
    assert [mark["href"] for mark in body.select(".footnotes .footnote-mark a")] == ["#fn-3"]


def test_html_in_a_note_reaches_no_other_note(client, blog):
    hostile = '</li></ol></section><!-- notes --><section class="footnotes"><ol><li id="fn-1">Forged'
    kept = {"type": "markdown", "value": f"A[^1] B[^2].\n\n[^1]: One {hostile}\n\n[^2]: Two <b>open\n\n{hostile}\n"}

    body = shown(client, blog, kept, text("<p>After</p>"))

    assert [len(body.select(part)) for part in (".footnotes", ".footnotes__note", "#fn-1")] == [1, 2, 1]
    assert body.find("p", string="After").find_parent("section") is None
    assert body.select_one("#fn-2 b").text == "open"


LONG = "words of a text " * 60


@pytest.mark.parametrize(
    ("blocks", "is_beside"),
    [
        ([text(f"<p>{LONG}{footnote('1', 'A note')}</p><p>{LONG}</p>")], True),
        ([text(f"<p>{footnote('1', 'One')}{footnote('2', 'Two')}</p>")], True),
        ([text(f"<p>{LONG}{footnote('1', LONG)}</p>")], False),
        ([text("<p>" + "".join(footnote(str(number), f"Note {number}") for number in range(9)) + "</p>")], False),
        ([text(f"<p>{footnote('1', 'See[^2].' + chr(10) * 2 + '[^2]: Below')}</p><p>{LONG}</p>")], False),
        (
            [{"type": "details", "value": {"summary": "S", "content": [text(f"<p>{footnote('1', 'Folded')}</p>")]}}],
            False,
        ),
    ],
    ids=["room", "room for two", "long note at the end", "many notes at the end", "note of a note", "folded away"],
)
def test_notes_stand_beside_the_text_only_where_there_is_room(client, blog, blocks, is_beside):
    body = shown(client, blog, *blocks)

    assert ("footnotes--beside" in body.select_one(".footnotes")["class"]) is is_beside


def test_mark_and_note_lead_to_each_other(client, blog):
    body = shown(client, blog, text(f"<p>One{footnote('x', 'A note')}</p>"))

    mark, note = body.select_one(".footnote-mark a"), body.select_one(".footnotes li")
    assert mark["href"] == f"#{note['id']}"
    assert mark["aria-label"] == "Footnote 1"
    assert [link["href"] for link in note.select("a")] == [f"#{mark['id']}"]


def test_same_label_and_text_is_one_note_with_two_ways_back(client, blog):
    again = footnote("x", "A note")

    body = shown(client, blog, text(f"<p>One{again} and two{again}</p>"))

    assert [mark.text for mark in body.select(".footnote-mark")] == ["1", "1"]
    ids = [mark["id"] for mark in body.select(".footnote-mark a")]
    assert len(set(ids)) == 2
    assert [link["href"] for link in body.select(".footnotes li a")] == [f"#{mark}" for mark in ids]


def test_same_label_with_another_text_is_another_note(client, blog):
    body = shown(client, blog, text(f"<p>{footnote('1', 'One')}{footnote('1', 'Another')}</p>"))

    assert notes_in(body) == ["One", "Another"]


def test_note_is_markdown_without_harm(client, blog):
    note = "*Kept* <script>alert(1)</script>[x](javascript:alert(1))\n\nSecond paragraph."

    body = shown(client, blog, text(f"<p>One{footnote('1', note)}</p>"))

    inside = body.select_one(".footnotes li")
    assert inside.em.text == "Kept"
    assert [paragraph.text for paragraph in inside.find_all("p", class_=False)][1] == "Second paragraph."
    assert inside.script is None
    assert not [link for link in inside.select("a[href]") if "javascript" in link["href"]]


def test_post_without_footnotes_has_no_list_of_them(client, blog):
    assert shown(client, blog, text("<p>Plain</p>")).select(".footnotes") == []


def test_headings_take_no_name_from_their_footnotes_and_no_id_of_a_note(client, blog):
    body = shown(client, blog, text(f"<h2>Fn 1{footnote('1', 'A note')}</h2><p>x</p>"))

    assert body.h2["id"] == "fn-1-2"
    assert [item["id"] for item in body.select("li")] == ["fn-1"]


def test_information_page_has_footnotes(client, blog):
    InfoPageFactory(
        parent=blog.get_parent(), title="About", slug="about", body=[text(f"<p>We{footnote('1', 'Who?')}</p>")]
    )

    page = BeautifulSoup(client.get("/about/").content, "html.parser")

    assert [mark.text for mark in page.select(".footnote-mark")] == ["1"]
    assert "Who?" in page.select_one(".footnotes li").text


def test_searched_words_hold_the_note_and_not_its_label(blog):
    PostPageFactory(parent=blog, slug="noted", body=[text(f"<p>Word{footnote('7', 'The *note* itself')} after</p>")])

    words = PostPage.objects.get(slug="noted").searched_body

    assert words.split() == ["Word", "after", "The", "note", "itself"]


def test_formula_is_math_where_it_stands(client, blog):
    body = shown(client, blog, text(f"<p>Let {math('a<b')} be.</p>"))

    assert [part.name for part in body.p.find_all(True, recursive=False)] == ["math"]
    assert body.p.get_text() == "Let a<b be."


def test_formula_that_is_not_understood_is_code(client, blog):
    body = shown(client, blog, text(f"<p>Let {math(BROKEN)} be.</p>"))

    assert body.p.code.text == BROKEN
