import json

import pytest

from blog.fetching.link_previews import (
    MAX_ELEMENT_CHARACTERS,
    MAX_HEAD_ELEMENTS,
    MAX_PAGE_BYTES,
    LinkPreview,
    card_of_page,
    card_of_video,
    elements_of_head,
)
from blog.fetching.ssrf_guard import Fetched, NotFetched

ADDRESS = "https://elsewhere.example/posts/one"


def page(html, charset=""):
    return card_of_page(Fetched(ADDRESS, charset, html if isinstance(html, bytes) else html.encode()))


def test_card_says_what_the_page_says_of_itself():
    found = page(
        '<title>One | Elsewhere</title><meta property="og:title" content="One &amp; only">'
        '<meta property="og:description" content="  Of\n one. "><meta property="og:site_name" content="Elsewhere">'
        '<meta property="og:image" content="/img/one.png">'
    )

    assert found == LinkPreview("One & only", "Of one.", "Elsewhere", "https://elsewhere.example/img/one.png")


def test_page_without_open_graph_has_its_title_and_description():
    found = page('<title> One </title><meta name="Description" content="Of one.">')

    assert found == LinkPreview("One", "Of one.")


def test_page_that_was_cut_in_the_middle_of_a_tag_still_has_its_title():
    assert page('<title>One</title><meta property="og:ima') == LinkPreview("One")


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [("iso-8859-1", "iso-8859-1"), ("", "utf-8"), ("no-such", "utf-8"), ("punycode", "utf-8"), ("idna-", "utf-8")],
)
def test_letters_are_read_in_the_encoding_of_the_page(charset, encoding):
    assert page("<meta charset='utf-8'><title>Über</title>".encode(encoding), charset).title == "Über"


def test_long_words_are_cut_and_markup_stays_words():
    found = page(f"<title>{'x' * 999}</title><meta name=description content='&lt;script&gt;alert(1)&lt;/script&gt;\0'>")

    assert (len(found.title), found.title[-1]) == (200, "…")
    assert found.description == "<script>alert(1)</script>"


def test_picture_at_a_broken_address_is_none():
    assert page('<meta property="og:image" content="http://[half">').picture == ""


def test_page_of_nothing_says_nothing():
    assert page("") == LinkPreview()


def test_video_is_named_by_its_host():
    said = {"title": "A talk", "provider_name": "YouTube", "thumbnail_url": "https://i.example/1.jpg", "html": "<b>"}

    found = card_of_video(Fetched(ADDRESS, "", json.dumps(said).encode()))

    assert found == LinkPreview("A talk", "", "YouTube", "https://i.example/1.jpg")


@pytest.mark.parametrize("data", [b"", b"<html>", b"\xff", b"[" * 100_000])
def test_what_is_no_description_of_a_video_is_refused_in_words(data):
    with pytest.raises(NotFetched, match="description of a video"):
        card_of_video(Fetched(ADDRESS, "", data))


@pytest.mark.parametrize("said", [[], None, {"title": 7, "thumbnail_url": {}}])
def test_strange_description_of_a_video_says_nothing(said):
    assert card_of_video(Fetched(ADDRESS, "", json.dumps(said).encode())) == LinkPreview()


@pytest.mark.parametrize("unit", ["<div>", "<meta a='", "<title>", "<meta ", "<!--", "&#", "<svg>", "<a b="])
def test_page_made_to_keep_a_reader_busy_is_read_in_pieces(unit):
    text = (unit * MAX_PAGE_BYTES)[:MAX_PAGE_BYTES]

    read = [len(element.get_text()) for element in elements_of_head(text)]

    assert len(read) <= MAX_HEAD_ELEMENTS
    assert max(read, default=0) <= MAX_ELEMENT_CHARACTERS
