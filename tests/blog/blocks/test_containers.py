import pytest

from blog.blocks.body import CONTAINER_BLOCKS, MORE, PostBodyBlock
from blog.markdown.ids import with_ids
from tests.blog.blocks.rendering import shown
from tests.journeys.bodies import callout, details, listed, quote, text

WORDS = text("<p>Inside</p>")


def test_details_fold_their_content_away():
    closed, opened = shown(details("A & b", WORDS), details("", WORDS, is_open=True)).find_all("details")

    assert (closed.summary.get_text(), closed.has_attr("open")) == ("A & b", False)
    assert (opened.summary.get_text(), opened.has_attr("open")) == ("Details", True)
    assert closed.p.get_text() == "Inside"


HOLDING = {
    "quote": quote(WORDS),
    "callout": callout("note", WORDS),
    "details": details("", WORDS),
    "list": listed(("", [WORDS])),
}


@pytest.mark.parametrize("kind", CONTAINER_BLOCKS)
def test_blocks_in_a_container_are_shown_and_get_ids(kind):
    [stored] = with_ids([HOLDING[kind]])

    content = stored["value"]["items"][0]["value"]["content"] if kind == "list" else stored["value"]["content"]
    assert content[0]["id"]
    assert "Inside" in [paragraph.get_text() for paragraph in shown(stored).find_all("p")]


def test_containers_nest_three_levels_deep():
    page = shown(details("1", details("2", details("3", WORDS))))

    assert len(page.find_all("details")) == 3
    assert page.p.get_text() == "Inside"


def test_picker_opens_with_what_is_used_most():
    groups = dict(PostBodyBlock().grouped_child_blocks())

    assert [block.name for block in groups.pop("")] == [
        *("text", "image", "code", "quote", "callout", "table", "list", "embed")
    ]
    assert [*groups] == [MORE]


def test_picker_is_the_same_in_a_container():
    body = PostBodyBlock()
    inside = body.child_blocks["details"].child_blocks["content"]

    assert [*inside.child_blocks] == [*body.child_blocks]
