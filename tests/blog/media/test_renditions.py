"""Readers get the formats that are ready; a stored picture has its fallback, and the worker makes the rest."""

import logging
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile

from blog.media.renditions import RenditionQueue, images_without_renditions, ready_renditions
from blog.models import BlogImage
from tests.blog.media_files import drawn, saved
from tests.factories import PostPageFactory, make_site

pytestmark = pytest.mark.django_db
FALLBACK = {"format-jpeg|width-640", "format-jpeg|width-1280"}
EVERYTHING = {f"format-{kind}|width-{size}" for kind in ("avif", "webp", "jpeg") for size in (640, 1280)}


@pytest.fixture
def stored(django_capture_on_commit_callbacks):
    """Stores a picture as a request does: what waits for the end of the transaction is done."""

    def store(size=(1400, 20), title="Plate"):
        file = ContentFile(saved(drawn(size), "PNG"), name="plate.png")
        with django_capture_on_commit_callbacks(execute=True):
            return BlogImage.objects.create(title=title, file=file)

    return store


def made(image):
    return set(image.renditions.values_list("filter_spec", flat=True))


def sources(client, image):
    """The formats in which the page of a post offers a picture, and its <img>."""
    *_, blog = make_site()
    chosen = {"image": image.pk, "alt_text": "A plate", "decorative": False}
    value = {"image": chosen, "caption": "", "credit": "", "width": "text", "link": ""}
    PostPageFactory(parent=blog, slug="a-post", body=[{"type": "image", "value": value}])
    figure = BeautifulSoup(client.get("/blog/a-post/").content, "html.parser").select_one(".image-block")
    return [source["type"] for source in figure.select("source")], figure.select_one("img")


def test_stored_picture_has_its_fallback_and_nothing_slower(stored):
    assert made(stored()) == FALLBACK


def test_small_picture_has_one_size(stored):
    image = stored((300, 20))
    assert made(image) == {"format-jpeg|width-640"}

    RenditionQueue().make()

    assert made(image) == {f"format-{kind}|width-640" for kind in ("avif", "webp", "jpeg")}
    assert not images_without_renditions().exists()


def test_page_shows_the_fallback_until_the_worker_was_there(stored, client):
    image = stored()

    formats, shown = sources(client, image)

    assert formats == []
    assert (shown["alt"], len(shown["srcset"].split(", "))) == ("A plate", 2)
    assert made(image) == FALLBACK


def test_page_offers_every_format_that_the_worker_made(stored, client):
    image = stored()
    RenditionQueue().make()
    assert made(image) == EVERYTHING

    formats, shown = sources(client, image)

    assert formats == ["image/avif", "image/webp"]
    assert shown["src"].endswith(".jpg")


def test_format_that_lacks_a_size_is_not_offered(stored, client):
    image = stored()
    RenditionQueue().make()
    image.renditions.get(filter_spec="format-avif|width-1280").delete()

    assert sources(client, image)[0] == ["image/webp"]


def test_page_makes_a_fallback_that_was_lost(stored, client):
    image = stored()
    image.renditions.all().delete()

    assert sources(client, image)[1]["src"].startswith("/media/pictures/")
    assert made(image) == FALLBACK


def test_picture_whose_file_is_gone_leaves_a_placeholder_and_its_caption(stored, client):
    image = stored()
    image.renditions.all().delete()
    Path(image.file.path).unlink()

    *_, blog = make_site()
    chosen = {"image": image.pk, "alt_text": "A plate", "decorative": False}
    value = {"image": chosen, "caption": "<p>Its caption</p>", "credit": "", "width": "text", "link": ""}
    PostPageFactory(parent=blog, slug="a-post", body=[{"type": "image", "value": value}])
    body = BeautifulSoup(client.get("/blog/a-post/").content, "html.parser").select_one(".prose")

    assert [img["src"] for img in body.select("img")] == ["/static/img/no-picture.svg"]
    assert "Its caption" in body.get_text()


def test_worker_makes_the_newest_first_and_stops_when_its_time_is_over(stored):
    older, newer = stored(), stored()

    is_more = RenditionQueue().make(seconds=0)

    assert is_more is True
    assert made(newer) == EVERYTHING
    assert made(older) == FALLBACK


def test_worker_has_nothing_to_do_when_everything_is_made(stored, caplog):
    stored()
    RenditionQueue().make()
    caplog.set_level(logging.INFO)
    caplog.clear()

    assert RenditionQueue().make() is False
    assert caplog.records == []


def test_picture_that_cannot_be_made_is_named_once_and_holds_up_nothing(stored, caplog):
    sound, broken = stored(), stored(title="Broken")
    Path(broken.file.path).write_bytes(b"no picture")
    ahead = RenditionQueue()

    ahead.make()
    ahead.make()

    assert made(sound) == EVERYTHING
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == [
        f"The sizes of picture {broken.pk} could not be made; it is shown without."
    ]


def test_picture_with_a_new_file_gets_new_sizes(stored, django_capture_on_commit_callbacks):
    image = stored()
    RenditionQueue().make()
    image.renditions.all().delete()

    with django_capture_on_commit_callbacks(execute=True):
        image.file = ContentFile(saved(drawn((700, 20), mark="blue"), "PNG"), name="other.png")
        image.save()

    assert made(image) == FALLBACK
    assert list(images_without_renditions().values_list("pk", flat=True)) == [image.pk]


def test_ready_pictures_cost_no_query_when_they_were_loaded_ahead(stored, django_assert_num_queries):
    stored()
    RenditionQueue().make()
    image = BlogImage.objects.prefetch_related("renditions").get()

    with django_assert_num_queries(0):
        assert set(ready_renditions(image)) == EVERYTHING
