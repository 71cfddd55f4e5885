"""What an editor is told about a post, each rule with what keeps it and what breaks it."""

import pytest

from blog.models import PostPage
from blog.quality.checks import findings
from tests.factories import PostPageFactory, make_site
from tests.journeys.bodies import code, listed, quote, table, text
from tests.rich_text import footnote

pytestmark = [pytest.mark.django_db, pytest.mark.database("sqlite")]
PICTURE = {"image": 1, "alt_text": "", "decorative": False}


def image(**picture):
    value = {"image": PICTURE | picture, "caption": "", "credit": "", "width": "text", "link": ""}
    return {"type": "image", "value": value}


def columns(number):
    return table([("text", "")] * number, [["x"] * number])


def found(*blocks, **fields):
    """The codes of what is found in a post that was not saved."""
    return [finding.code for finding in findings(PostPage(body=list(blocks), **{"summary": "Short.", **fields}))]


@pytest.mark.parametrize(
    ("code_of_finding", "broken", "kept"),
    [
        ("heading-order", text("<h2>A</h2><h4>B</h4>"), text("<h2>A</h2><h3>B</h3><h4>C</h4><h2>D</h2>")),
        ("heading-order", text('<h3 data-block-key="a1b2c">First</h3>'), text('<h2 data-block-key="a1b2c">First</h2>')),
        ("code-language", code("x = 1", language=""), code("x = 1", language="python")),
        ("wide-table", columns(7), columns(6)),
        ("link-words", text('<p><a href="/x">Here</a></p>'), text('<p><a href="/x">Here we are</a></p>')),
        ("link-words", text('<p><a href="/x"><b>click here</b>.</a></p>'), text("<p>click here</p>")),
        ("link-words", quote(text('<p><a href="/x">here</a></p>')), quote(text('<p><a href="/x">there it is</a></p>'))),
        ("code-language", listed(("", [code("x", language="")])), listed(("", [code("x", language="sh")]))),
    ],
)
def test_block_that_readers_stumble_over_is_found(code_of_finding, broken, kept):
    assert found(broken) == [code_of_finding]
    assert found(kept) == []


def test_picture_without_words_is_found():
    assert found(image()) == ["missing-alt"]
    assert found(image(alt_text="A plate"), image(decorative=True)) == []


def test_post_without_summary_is_found():
    assert found(summary=" ") == ["empty-summary"]


def test_cover_without_words_is_found():
    assert found(cover_id=1) == ["cover-alt"]
    assert found(cover_id=1, cover_is_decorative=True) == []


def test_link_that_readers_cannot_follow_is_found():
    blog = make_site()[2]
    live, draft = PostPageFactory(parent=blog), PostPageFactory(parent=blog, live=False)
    targets = [(page.pk, f'<a linktype="page" id="{page.pk}">{page.title}</a>') for page in (live, draft)]
    document = '<a id="99" linktype="document">The plan</a>'
    post = PostPage(summary="Short.", body=[text(f"<p>{targets[0][1]} {targets[1][1]} {document}</p>")])

    words = [(finding.code, finding.words) for finding in findings(post)]

    assert words == [
        ("dead-link", f"Readers cannot open the target of the link “{draft.title}”."),
        ("dead-link", "Readers cannot open the target of the link “The plan”."),
    ]


def test_link_in_a_note_or_kept_markdown_that_readers_cannot_follow_is_found():
    blog = make_site()[2]
    live, draft = PostPageFactory(parent=blog), PostPageFactory(parent=blog, live=False)
    links = f"[open](post:{live.uuid}) [closed](post:{draft.uuid}) [all](page:{blog.translation_key})"
    body = [text(f"<p>Noted{footnote('1', links)}</p>"), {"type": "markdown", "value": links, "id": "b2"}]

    dead = [(finding.words, finding.block_id) for finding in findings(PostPage(summary="Short.", body=body))]

    words = "Readers cannot open the target of the link “closed”."
    assert [found_words for found_words, _block in dead] == [words, words]
    assert dead[1][1] == "b2"


def test_finding_names_the_block_it_is_in():
    post = PostPage(summary="Short.", body=[{**code("x", language=""), "id": "b1"}])

    assert [finding.block_id for finding in findings(post)] == ["b1"]
