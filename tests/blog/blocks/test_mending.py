"""Bodies that are stored in a form that the blocks do not know: shown calmly, and kept when the post is saved."""

import json

import pytest

from blog.blocks.body import PostBodyBlock
from tests.blog.blocks.rendering import BODY, shown, shown_as_stored
from tests.journeys.bodies import details, gallery, listed, table, text

HERE = text("<p>Here</p>")
IDENTITY = "5f0e8f4e-7f52-4a06-9d3e-2f2d7c7a0001"
CORRUPT = {
    "unknown kind": {"type": "hologram", "value": {"depth": 3}},
    "no kind": {"value": "words"},
    "no value": {"type": "text"},
    "no block": "words",
    "number": 7,
    "nothing": None,
    "list": [["text", "words"]],
    "text as object": {"type": "text", "value": {"html": "words"}},
    "text as nothing": {"type": "text", "value": None},
    "markdown as list": {"type": "markdown", "value": ["words"]},
    "code as text": {"type": "code", "value": "words"},
    "code as number": {"type": "code", "value": {"code": 7}},
    "quote as text": {"type": "quote", "value": "words"},
    "picture as text": {"type": "image", "value": {"image": "plate.png"}},
    "picture by name": {"type": "image", "value": {"image": {"image": "plate"}}},
    "picture that is too far": {"type": "image", "value": {"image": {"image": 2**70}}},
    "gallery of words": {"type": "gallery", "value": {"images": ["words"]}},
    "list as text": {"type": "list", "value": {"items": "words"}},
    "list of numbers": {"type": "list", "value": {"items": [7]}},
    "table as text": {"type": "table", "value": {"table": "words"}},
    "table without rows": {"type": "table", "value": {"table": {"columns": []}}},
    "table of unknown columns": {"type": "table", "value": {"table": {"columns": [{"type": "date"}], "rows": []}}},
    "table of numbers": {
        "type": "table",
        "value": {"table": {"columns": [{"type": "text", "heading": ""}], "rows": [{"values": [7]}]}},
    },
    "start of a list as text": {"type": "list", "value": {"start": "first", "items": []}},
}
corrupt = pytest.mark.parametrize("stored", CORRUPT.values(), ids=CORRUPT)


def saved(stored):
    """What is stored when a body that was read is written again, as after opening and saving a post."""
    body = BODY.to_python(stored)
    for block in body:
        assert block.value is not None
    return body.get_prep_value()


@pytest.mark.parametrize("width", ["text", "wide"])
def test_picture_that_was_not_chosen_yet_stays_one(width):
    chosen = {"image": {"image": None, "alt_text": None, "decorative": None}, "caption": ""}
    stored = [{"type": "image", "value": {**chosen, "width": width}}, gallery()]
    stored[1]["value"]["images"] = [{"type": "item", "value": chosen}]

    once = saved(stored)

    assert [block["type"] for block in once] == ["image", "gallery"]
    assert saved(once) == once


@corrupt
def test_what_is_not_known_is_shown_as_code_beside_the_rest(stored):
    page = shown_as_stored([HERE, stored])

    assert page.p.get_text() == "Here"
    assert page.find("code").get_text() in (stored, json.dumps(stored, indent=2))
    assert page.figcaption.get_text() == "This part is stored in a form that this site does not know."


@corrupt
def test_what_is_not_known_is_shown_inside_a_container(stored):
    page = shown_as_stored([details("More", HERE, stored)])

    assert page.details.p.get_text() == "Here"
    assert page.details.find("code")


@corrupt
def test_what_is_not_known_is_kept_when_the_post_is_saved(stored):
    [kept] = saved([stored])

    assert kept["type"] == "code"
    assert kept["value"]["code"] in (stored, json.dumps(stored, indent=2))


def test_block_keeps_its_id():
    assert saved([{"type": "hologram", "value": 1, "id": IDENTITY}])[0]["id"] == IDENTITY


@pytest.mark.parametrize("stored", ["no JSON at all", '{"a": 1}', '"words"', "[1,"])
def test_text_that_is_no_body_is_kept(stored):
    [kept] = saved(stored)

    assert "".join(kept["value"]["code"].split()) == "".join(stored.strip('"').split())


def test_known_blocks_are_read_as_they_are():
    known = [HERE, listed(("open", [HERE])), table([("text", "A")], [("b",)]), details("More", HERE)]

    assert [block["type"] for block in saved(known)] == ["text", "list", "table", "details"]
    assert "code" not in str(shown(*known))


def test_items_of_a_list_that_have_no_id_are_kept():
    assert shown_as_stored([listed(("", [HERE]))]).li.get_text(strip=True) == "Here"
    assert saved([listed(("", [HERE]))])[0]["value"]["items"][0]["value"]["content"][0]["value"] == "<p>Here</p>"


def test_ragged_table_is_as_wide_as_its_longest_row():
    ragged = table([("text", "A")], [("1", "2"), (), ("3",)])

    page = shown(ragged)

    assert [[cell.get_text() for cell in row.find_all("td")] for row in page.tbody.find_all("tr")] == [
        ["1", "2"],
        ["", ""],
        ["3", ""],
    ]
    # A heading that says nothing is none.
    assert [(cell.name, cell.get_text()) for cell in page.thead.find_all(["th", "td"])] == [("th", "A"), ("td", "")]


def test_fields_that_say_nothing_get_their_default():
    page = shown({"type": "code", "value": {"code": "a", "language": None, "caption": None}})

    assert page.find("code").get_text() == "a"
    assert page.find("figcaption") is None


def test_gallery_of_pictures_that_are_gone_is_kept(db):
    class Gone:
        pk = 987_654

    [kept] = saved([gallery((Gone, "Lines", "<p>The first</p>"))])

    assert kept["value"]["images"][0]["value"]["caption"] == "<p>The first</p>"


@pytest.mark.parametrize("nothing", ["", " ", "[]", None])
def test_body_of_a_new_post_is_empty(nothing):
    assert list(PostBodyBlock().to_python(nothing)) == []
