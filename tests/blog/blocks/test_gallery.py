import pytest

from blog.models import BlogImage
from tests.blog.blocks.rendering import shown
from tests.journeys.bodies import gallery
from tests.journeys.content import picture_file

pytestmark = [pytest.mark.django_db, pytest.mark.database("sqlite")]


@pytest.fixture
def picture():
    return BlogImage.objects.create(title="Plate", file=picture_file())


def test_pictures_stand_in_figures_with_their_captions(picture):
    page = shown(gallery((picture, "Lines", "<p>The <b>first</b></p>"), (picture, "", ""), caption="<p>Both</p>"))

    first, second = page.select(".gallery-block__picture")
    assert first.img["alt"] == "Lines"
    assert first.figcaption.get_text().strip() == "The first"
    assert second.img["alt"] == ""
    assert second.figcaption is None
    assert page.select_one(".gallery-block__caption").get_text(strip=True) == "Both"


def test_deleted_picture_leaves_the_others(picture):
    gone = BlogImage.objects.create(title="Gone", file=picture_file())
    body = gallery((gone, "Gone", "<p>Gone</p>"), (picture, "Here", ""))

    gone.delete()

    assert [image["alt"] for image in shown(body).find_all("img")] == ["Here"]


def test_gallery_without_pictures_is_nothing(picture):
    body = gallery((picture, "Gone", ""), caption="<p>Both</p>")

    picture.delete()

    assert shown(body).get_text(strip=True) == ""
