"""Films and sounds of a post: how they are served, shown and chosen."""

from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from wagtail.models import Collection, CollectionViewRestriction

from blog.models import BlogDocument
from tests.blog.media_files import CAPTIONS, DOCUMENTS, RECORDINGS, tone
from tests.factories import PostPageFactory, make_site

pytestmark = [pytest.mark.django_db, pytest.mark.database("sqlite")]
TONE = tone()


def stored(name="tone.wav", content=TONE, **fields):
    return BlogDocument.objects.create(title=name, file=ContentFile(content, name=name), **fields)


def body_of(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("talk.mp4", "video/mp4"),
        ("clip.webm", "video/webm"),
        ("clip.ogv", "video/ogg"),
        ("song.mp3", "audio/mpeg"),
        ("song.m4a", "audio/mp4"),
        ("song.ogg", "audio/ogg"),
        ("talk.opus", "audio/ogg"),
        ("tone.wav", "audio/wav"),
        ("song.flac", "audio/flac"),
        ("talk.vtt", "text/vtt"),
    ],
)
@pytest.mark.database("sqlite")
def test_recording_is_shown_as_what_it_is(client, name, kind):
    document = stored(name, RECORDINGS[name])

    response = client.get(document.url)

    assert body_of(response) == RECORDINGS[name]
    assert response["Content-Type"] == kind
    assert response["Content-Disposition"] == f'inline; filename="{name}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'"
    assert response["Accept-Ranges"] == "bytes"
    assert response["Cache-Control"] == "private, no-cache"
    assert "Content-Encoding" not in response.headers


@pytest.mark.database("sqlite")
def test_name_of_a_file_may_begin_with_many_digits(client, monkeypatch):
    monkeypatch.setattr("uuid.UUID.hex", property(lambda _self: "12345678901234567890123456789012"))
    document = stored("tone.wav", RECORDINGS["tone.wav"])

    assert client.get(document.url).status_code == 200


def test_other_document_stays_a_download_as_a_whole(client):
    document = stored("paper.pdf", DOCUMENTS["paper.pdf"])

    response = client.get(document.url, headers={"Range": "bytes=0-3"})

    assert body_of(response) == DOCUMENTS["paper.pdf"]
    assert response["Content-Disposition"].startswith("attachment")
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [
        ("bytes=0-", 0, len(TONE) - 1),
        ("bytes=0-0", 0, 0),
        ("bytes=100-199", 100, 199),
        ("bytes=1600-", 1600, len(TONE) - 1),
        ("bytes=-44", len(TONE) - 44, len(TONE) - 1),
        ("bytes=1000-999999", 1000, len(TONE) - 1),
        ("bytes=-999999", 0, len(TONE) - 1),
    ],
)
def test_part_is_sent_to_a_player_that_seeks(client, wanted, first, last):
    response = client.get(stored().url, headers={"Range": wanted})

    assert response.status_code == 206
    assert body_of(response) == TONE[first : last + 1]
    assert response["Content-Range"] == f"bytes {first}-{last}/{len(TONE)}"
    assert response["Content-Length"] == str(last + 1 - first)
    assert response["Content-Type"] == "audio/wav"


@pytest.mark.parametrize("wanted", [f"bytes={len(TONE)}-", "bytes=9-3", "bytes=-0", "bytes=-"])
def test_part_that_is_not_there_is_refused_with_the_size(client, wanted):
    response = client.get(stored().url, headers={"Range": wanted})

    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{len(TONE)}"


@pytest.mark.parametrize("wanted", ["bytes=0-1,4-5", "lines=1-2", "bytes=a-b", "bytes=0-" + "9" * 99, "bytes"])
def test_range_that_is_not_understood_gets_the_whole(client, wanted):
    response = client.get(stored().url, headers={"Range": wanted})

    assert (response.status_code, body_of(response)) == (200, TONE)


def test_part_continues_only_the_version_that_the_player_has(client):
    document = stored()
    tag = client.get(document.url)["ETag"]

    same = client.get(document.url, headers={"Range": "bytes=0-9", "If-Range": tag})
    other = client.get(document.url, headers={"Range": "bytes=0-9", "If-Range": '"another"'})

    assert (same.status_code, body_of(same)) == (206, TONE[:10])
    assert (other.status_code, body_of(other)) == (200, TONE)


def test_part_of_a_private_recording_asks_first(client):
    private = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    document = stored(collection=private)

    assert client.get(document.url, headers={"Range": "bytes=0-9"}).status_code == 302


def block(kind, **value):
    empty = {"file": None, "title": "", "caption": ""}
    if kind == "video":
        empty |= {"poster": None, "captions": None, "language": ""}
    return {"type": kind, "value": empty | value}


def shown(client, *blocks):
    *_, blog = make_site()
    PostPageFactory(parent=blog, slug="a-post", body=list(blocks))
    return BeautifulSoup(client.get("/blog/a-post/").content, "html.parser").select_one(".post__body")


def test_film_has_controls_and_captions_and_does_not_start_by_itself(client):
    film, captions = stored("clip.webm", RECORDINGS["clip.webm"]), stored("talk.vtt", CAPTIONS)

    page = shown(client, block("video", file=film.pk, captions=captions.pk, language="de", title="A clip"))

    video, track = page.select_one("video"), page.select_one("video track")
    assert video.attrs.keys() >= {"controls"}
    assert video.attrs.keys().isdisjoint({"autoplay", "loop"})
    assert (video["src"], video["preload"], video["aria-label"]) == (film.url, "metadata", "A clip")
    assert (track["kind"], track["src"], track["srclang"], track["label"]) == (
        "captions", captions.url, "de", "Deutsch",
    )  # fmt: skip


def test_recording_can_be_downloaded(client):
    sound = stored()

    page = shown(client, block("audio", file=sound.pk))

    link = page.select_one("a[download]")
    assert (link["href"], link.get_text()) == (sound.url, "Download (WAV, 1.6\xa0KB)")
    assert page.select_one("audio")["src"] == sound.url


@pytest.mark.parametrize("kind", ["audio", "video"])
def test_recording_whose_file_was_deleted_leaves_its_words(client, kind):
    sound = stored()
    pk = sound.pk
    sound.delete()

    page = shown(client, block(kind, file=pk, title="The tone", caption="As it was."))

    assert page.select("audio, video, a") == []
    assert page.get_text(" ", strip=True) == "The tone As it was."


def test_document_that_is_no_recording_is_a_link_and_no_player(client):
    paper = stored("paper.pdf", DOCUMENTS["paper.pdf"])

    page = shown(client, block("video", file=paper.pk), block("audio", file=paper.pk))

    assert page.select("audio, video") == []
    assert [link["href"] for link in page.select("a")] == [paper.url] * 2


def test_recordings_of_a_page_are_loaded_in_one_query(client, django_assert_max_num_queries):
    sound = stored()
    shown(client, *(block("audio", file=sound.pk) for _ in range(10)))

    with django_assert_max_num_queries(12):
        client.get("/blog/a-post/")


def test_feed_has_players_with_whole_addresses(client):
    shown(client, block("audio", file=stored().pk, title="The tone"))

    content = ET.fromstring(client.get("/blog/feed/").content).find(".//{http://www.w3.org/2005/Atom}content")
    audio = BeautifulSoup(content.text, "html.parser").select_one("audio")

    assert audio["src"].startswith("http://testserver/documents/")
    assert "controls" in audio.attrs


def test_part_is_no_larger_than_the_server_takes_at_once(client, monkeypatch):
    monkeypatch.setattr("blog.views.byte_ranges.MAX_PART", 100)

    response = client.get(stored().url, headers={"Range": "bytes=50-"})

    assert (response.status_code, body_of(response)) == (206, TONE[50:150])
    assert response["Content-Range"] == f"bytes 50-149/{len(TONE)}"
    assert response["Content-Length"] == "100"


@pytest.mark.parametrize("name", ["tone.wav", "table.csv"])
def test_large_files_under_way_leave_threads_for_readers(client, monkeypatch, name):
    monkeypatch.setattr("blog.views.byte_ranges.MAX_PART", 10)
    address = stored(name, TONE if name == "tone.wav" else b"a,b\n" * 9).url
    under_way = [client.get(address) for _ in range(2)]

    refused = client.get(address)
    assert (refused.status_code, refused["Retry-After"]) == (503, "10")
    assert client.head(address).status_code == 200

    for response in under_way:
        response.close()
        response.close()
    again = client.get(address)
    assert again.status_code == 200
    again.close()
