"""Blocks are rendered once, and never from memory where the database has a say."""

import pytest

from blog.blocks import streams
from blog.markdown.body import MAX_CONTAINERS
from blog.markdown.ids import with_ids
from blog.models import BlogImage
from blog.rendering.text_cache import text_cache
from tests.blog.blocks.rendering import shown, shown_as_stored
from tests.factories import PostPageFactory, make_site
from tests.journeys.bodies import DIVIDER, callout, code, gallery, image, listed, math, text
from tests.journeys.content import picture_file


@pytest.fixture(autouse=True)
def memory(monkeypatch):
    empty = text_cache(characters=100_000)
    monkeypatch.setattr(streams, "html_cache", empty)
    return empty


@pytest.mark.parametrize(
    "block", [text("<p>A</p>"), code("a"), math("a"), DIVIDER, callout("note", text("<p>A</p>"), code("a"))]
)
def test_block_is_rendered_once(block, memory):
    stored = with_ids([block])
    first, kept = shown_as_stored(stored), list(memory)

    assert shown_as_stored(stored) == first
    assert list(memory) == kept != []


def test_blocks_of_an_item_are_remembered_though_the_list_is_not(memory):
    shown(listed(("", [code("a")])))

    assert [kind for _level, kind, _text, _language in memory] == ["code"]


def test_changed_block_is_rendered_anew():
    assert [shown(text(f"<p>{word}</p>")).p.get_text() for word in ("one", "two", "one")] == ["one", "two", "one"]


def test_same_container_shows_less_where_fewer_may_stand_in_it():
    deep = text("<p>A</p>")
    for _ in range(MAX_CONTAINERS):
        deep = callout("note", deep)

    page = shown(deep, callout("note", deep))

    assert len(page.find_all("aside")) == 2 * MAX_CONTAINERS
    assert page.find("code").get_text().count("callout") == 1


@pytest.mark.django_db
def test_link_to_a_post_is_not_remembered(memory):
    blog = make_site()[2]
    post = PostPageFactory(parent=blog, title="Linked", slug="linked")
    block = callout("note", text(f'<p><a linktype="page" id="{post.pk}">It</a></p>'))
    assert shown(block).a["href"] == "/blog/linked/"

    post.unpublish()

    assert "href" not in shown(block).a.attrs


@pytest.mark.django_db
def test_picture_is_not_remembered(memory):
    picture = BlogImage.objects.create(title="Plate", file=picture_file())
    body = [image(picture), callout("note", image(picture)), gallery((picture, "", ""))]
    assert len(shown(*body).find_all("img")) == 3

    picture.delete()

    assert shown(*body).find_all("img") == []
