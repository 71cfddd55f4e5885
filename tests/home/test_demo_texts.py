"""The demo's texts and media, before any of them is in a database."""

import io
import re
import wave
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from PIL import Image

from blog.markdown.body import Body
from blog.markdown.read import read
from blog.media.uploads import checked_picture
from home.demo.files import DEMO_FOLDER, Text, demo_texts, read_catalogue, read_media

POSTS = {text.slug: text for text in demo_texts("posts")}
PAGES = {text.slug: text for text in demo_texts("pages")}
MEDIA = DEMO_FOLDER / "media"
PICTURES = {path.stem: path for path in sorted(MEDIA.glob("*.webp"))}
COVER = (1600, 900)


def every_post(function):
    return pytest.mark.parametrize("text", POSTS.values(), ids=POSTS.keys())(function)


def blocks(found: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The blocks of a body, and those inside quotes, callouts and lists."""
    for block in found:
        yield block
        match block["type"]:
            case "quote" | "callout":
                yield from blocks(block["value"]["content"])
            case "list":
                for item in block["value"]["items"]:
                    yield from blocks(item.get("value", item)["content"])


def body(text: Text) -> Body:
    return read(text.markdown)


def all_blocks() -> list[dict[str, Any]]:
    return [block for text in POSTS.values() for block in blocks(body(text).blocks)]


def values(kind: str) -> list[Any]:
    return [block["value"] for block in all_blocks() if block["type"] == kind]


@every_post
def test_front_matter_of_a_post_is_complete(text):
    about = text.about

    assert set(about) - {"series", "place"} == {
        "title", "summary", "date", "authors", "topic", "tags", "cover", "cover_alt", "state",
    }  # fmt: skip
    assert 40 <= len(about["summary"]) <= 200
    assert isinstance(about["date"], datetime)
    assert about["date"].utcoffset() is not None
    assert about["cover_alt"]


@every_post
def test_post_names_only_what_the_catalogue_has(text):
    known = {kind: {entry["slug"] for entry in entries} for kind, entries in read_catalogue().items()}

    assert text.about["authors"]
    assert set(text.about["authors"]) <= known["authors"]
    assert text.about["topic"] in known["topics"]
    assert text.about.get("series") in known["series"] | {None}


@every_post
def test_post_is_between_five_and_twelve_hundred_words(text):
    assert 500 <= len(text.markdown.split()) <= 1200


@every_post
def test_only_a_list_of_definitions_needs_the_fallback_block(text):
    kept = [block["value"] for block in blocks(body(text).blocks) if block["type"] == "markdown"]

    assert all(value.startswith("<dl>") for value in kept)


@pytest.mark.parametrize("text", [*POSTS.values(), *PAGES.values()], ids=[*POSTS, *PAGES])
def test_links_between_texts_resolve(text):
    posts = set(re.findall(r"\]\(post:([^)]*)\)", text.markdown))
    pages = set(re.findall(r"\]\(/([^)]*)/\)", text.markdown))

    assert posts <= set(POSTS) - {text.slug}
    assert pages <= set(PAGES)


def test_published_posts_link_only_to_published_posts():
    published = {slug for slug, text in POSTS.items() if text.about["state"] == "published"}

    linked = {slug for name in published for slug in re.findall(r"\(post:([^)]*)\)", POSTS[name].markdown)}

    assert linked <= published


def test_states_are_a_dozen_published_and_one_of_each_other():
    states = sorted(str(text.about["state"]) for text in POSTS.values())

    assert states.count("published") >= 12
    assert [state for state in states if state != "published"] == ["draft", "in_review", "scheduled"]


def test_series_has_three_places_in_the_order_of_time():
    parts = sorted((text.about["place"], text.about["date"]) for text in POSTS.values() if "series" in text.about)

    assert [place for place, _ in parts] == [1, 2, 3]
    assert [date for _, date in parts] == sorted(date for _, date in parts)


def test_every_kind_of_block_is_used():
    assert {block["type"] for block in all_blocks()} == {
        "text", "code", "image", "quote", "callout", "table", "embed", "list", "divider",
        "details", "gallery", "math", "bookmark", "video", "audio", "markdown",
    }  # fmt: skip


def test_every_kind_of_callout_is_used():
    assert {callout["kind"] for callout in values("callout")} == {"note", "tip", "important", "warning", "caution"}


def test_pictures_come_in_every_width_and_some_lead_somewhere():
    assert {value["width"] for value in values("image")} == {"text", "wide", "full"}
    assert [value["link"] for value in values("image") if value["link"]] != []


def test_columns_come_in_every_alignment():
    assert {column["type"] for value in values("table") for column in value["table"]["columns"]} == {
        "text", "centre", "number",
    }  # fmt: skip


@pytest.mark.parametrize(
    "mark", ["<h2", "<h3", "<h4", "<sub", "<sup", "<s>", "data-footnote", "data-math", "<ul><li>", "</li></ul></li>"]
)
def test_prose_shows_everything_it_can_hold(mark):
    assert [words for words in values("text") if mark in words] != []


def test_marked_lines_are_lines_of_their_code():
    marked = [code for code in values("code") if code["marked_lines"]]

    beyond = [
        code for code in marked if int(re.findall(r"\d+", code["marked_lines"])[-1]) > code["code"].count("\n") + 1
    ]

    assert len(marked) > 10
    assert beyond == []


def test_every_picture_in_a_post_is_described():
    assert all(value["image"]["alt_text"] for value in values("image"))


def test_every_picture_is_used_once():
    covers = [str(text.about["cover"]) for text in POSTS.values()]
    inside = [value["image"]["image"].removeprefix("image:") for value in values("image")]
    with_posters = [value for kind in ("video", "embed", "bookmark") for value in values(kind) if value["poster"]]
    posters = [value["poster"].removeprefix("image:") for value in with_posters]

    assert sorted(covers + inside + posters) == sorted(PICTURES)


@pytest.mark.parametrize("path", PICTURES.values(), ids=PICTURES)
def test_upload_check_leaves_the_picture_unchanged(path):
    data = path.read_bytes()

    assert checked_picture(path.name, data, max_pixels=COVER[0] * COVER[1]) == data


@every_post
def test_cover_has_the_size_of_a_cover(text):
    with Image.open(PICTURES[text.about["cover"]]) as cover:
        assert cover.size == COVER


def test_media_are_small():
    assert sum(path.stat().st_size for path in MEDIA.iterdir()) < 600_000


def test_film_is_small_and_has_captions_and_a_poster():
    (film,) = values("video")

    assert len(read_media(film["file"].removeprefix("document:"))) < 30_000
    assert read_media(film["captions"].removeprefix("document:")).startswith(b"WEBVTT")
    assert film["poster"]


def test_sound_lasts_ten_seconds():
    (sound,) = values("audio")

    with wave.open(io.BytesIO(read_media(sound["file"].removeprefix("document:")))) as bell:
        assert 9 < bell.getnframes() / bell.getframerate() < 11
