"""A picture that cannot be drawn is refused; one that is in the library already costs no page but its own place."""

from io import BytesIO
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection

from blog.media.library import add_image
from blog.media.renditions import RenditionQueue, images_without_renditions
from blog.models import BlogImage
from tests.blog.media_files import drawn, png_of_size, saved, talkative_jpeg
from tests.factories import AuthorFactory, PostPageFactory

pytestmark = pytest.mark.django_db
FRAMES = [drawn(mark=colour) for colour in ("red", "green", "blue")]
ANIMATED = {
    f"film.{kind.lower()}": saved(FRAMES[0], kind, save_all=True, append_images=FRAMES[1:], duration=90, loop=0)
    for kind in ("PNG", "GIF", "WEBP", "AVIF")
}
animated = pytest.mark.parametrize("name", ANIMATED)
BROKEN = {
    "missing": None,
    "empty": b"",
    "half": talkative_jpeg(size=(300, 200))[:3000],
    "text": b"<!doctype html>",
    # Pillow raises DecompressionBombError, which is no OSError.
    "huge": png_of_size(16_000, 16_000),
}
broken = pytest.mark.parametrize("kind", BROKEN)


def picture(content, name="plate.png"):
    return BlogImage.objects.create(title="Plate", file=ContentFile(content, name=name))


def spoil(image, kind):
    """As an old version stored it, or a disk lost it."""
    image.renditions.all().delete()
    path = Path(image.file.path)
    path.unlink() if BROKEN[kind] is None else path.write_bytes(BROKEN[kind])


def spoiled(kind):
    image = picture(saved(drawn(size=(1400, 300)), "JPEG"), "plate.jpg")
    spoil(image, kind)
    return image


def pictures_on(client, address):
    response = client.get(address)
    assert response.status_code == 200
    html = response.json()["html"] if "json" in response["Content-Type"] else response.content
    return [img["src"] for img in BeautifulSoup(html, "html.parser").select("img")]


def is_placeholder(source):
    return source.startswith("/static/img/no-picture")


def chosen(image):
    return {"image": image.pk, "alt_text": "A plate", "decorative": False}


def body_of(image):
    picture = {"image": chosen(image), "caption": "", "credit": "", "width": "text", "link": ""}
    item = {"type": "item", "value": {"image": chosen(image), "caption": ""}}
    return [
        {"type": "image", "value": picture},
        {"type": "gallery", "value": {"images": [item], "caption": ""}},
        {"type": "bookmark", "value": {"url": "https://example.org/", "title": "A page", "poster": image.pk}},
        {"type": "embed", "value": {"url": "https://example.org/", "title": "A film", "poster": image.pk}},
        {"type": "video", "value": {"title": "A film", "poster": image.pk}},
    ]


@animated
def test_animation_is_drawn_in_the_library_and_its_chooser(admin_client, name):
    fields = {"title": "Film", "collection": Collection.get_first_root_node().pk, "tags": ""}
    file = SimpleUploadedFile(name, ANIMATED[name])

    admin_client.post(reverse("wagtailimages:add"), fields | {"file": file})

    image = BlogImage.objects.get()
    library = pictures_on(admin_client, reverse("wagtailimages:index"))
    chooser = pictures_on(admin_client, reverse("wagtailimages_chooser:choose"))
    chosen = admin_client.get(reverse("wagtailimages_chooser:chosen", args=[image.pk])).json()
    preview = chosen["result"]["preview"]["url"]
    assert library
    assert not any(map(is_placeholder, [*library, *chooser, preview]))


@animated
def test_readers_get_the_animation_itself_unless_they_asked_for_less_motion(client, blog, name):
    image = picture(ANIMATED[name], name)
    PostPageFactory(parent=blog, slug="a-post", body=body_of(image)[:1])

    figure = BeautifulSoup(client.get("/blog/a-post/").content, "html.parser").select_one(".image-block picture")

    first = figure.select_one("source")
    assert (first["media"], first["width"], first["height"]) == ("(prefers-reduced-motion: no-preference)", "40", "30")
    assert first["srcset"] == image.file.url
    assert Image.open(BytesIO(client.get(first["srcset"]).getvalue())).n_frames == 3
    assert figure.select_one("img")["src"].endswith(".jpg")


def test_still_picture_has_no_source_of_its_own(client, blog):
    PostPageFactory(parent=blog, slug="a-post", body=body_of(picture(saved(FRAMES[0], "PNG")))[:1])

    html = client.get("/blog/a-post/").content

    assert BeautifulSoup(html, "html.parser").select(".image-block picture source[media]") == []


@pytest.mark.parametrize("output", ["avif", "webp", "jpeg", "png"])
def test_grey_of_sixteen_bits_keeps_its_tones(output):
    tones = [0, 64, 128, 192, 255]
    deep = Image.frombytes("I;16", (5, 1), b"".join((tone * 257).to_bytes(2, "little") for tone in tones))
    image = picture(saved(deep.resize((40, 8), Image.Resampling.NEAREST), "PNG"))

    rendition = image.get_renditions(f"original|format-{output}")[f"original|format-{output}"]

    with Image.open(rendition.file.path) as shown:
        grey = shown.convert("L")
        assert [grey.getpixel((4 + 8 * place, 4)) for place in range(5)] == pytest.approx(tones, abs=4)


@broken
def test_picture_that_cannot_be_drawn_costs_no_admin_page_and_can_be_deleted(admin_client, kind):
    image = spoiled(kind)
    whole = picture(saved(drawn(), "PNG"))

    for name, pages in {"index": (), "edit": (image.pk,), "delete": (image.pk,), "image_usage": (image.pk,)}.items():
        pictures = pictures_on(admin_client, reverse(f"wagtailimages:{name}", args=pages))
        assert sum(map(is_placeholder, pictures)) == (0 if name == "image_usage" else 1), name
    assert sum(map(is_placeholder, pictures_on(admin_client, reverse("wagtailimages_chooser:choose")))) == 1
    preview = admin_client.get(reverse("wagtailimages_chooser:chosen", args=[image.pk])).json()["result"]["preview"]
    assert is_placeholder(preview["url"])
    assert (preview["width"], preview["height"]) == (165, 165)
    assert admin_client.get("/admin/api/main/images/").status_code == 200
    preview = reverse("wagtailimages:preview", args=[image.pk, "max-165x165"])
    assert admin_client.get(preview).status_code == 404

    admin_client.post(reverse("wagtailimages:delete", args=[image.pk]))

    assert BlogImage.objects.get() == whole


@broken
def test_picture_that_cannot_be_drawn_costs_no_reader_page(client, admin_client, blog, kind):
    image = spoiled(kind)
    author = AuthorFactory(name="Ada", portrait=image)
    post = PostPageFactory(parent=blog, slug="a-post", cover=image, authors=[author], body=body_of(image))

    for address in ("/", "/blog/", "/blog/a-post/", "/blog/feed/", f"/blog/authors/{author.slug}/"):
        assert client.get(address).status_code == 200, address
    assert admin_client.get(reverse("wagtailadmin_pages:edit", args=[post.pk])).status_code == 200
    page = BeautifulSoup(client.get("/blog/a-post/").content, "html.parser")
    shown = page.select_one(".image-block img")
    assert is_placeholder(shown["src"])
    assert (shown["alt"], shown["width"], shown["height"]) == ("A plate", "165", "165")
    assert page.select("meta[property='og:image']") == []


@pytest.mark.parametrize("name", ["", "originals", "../../plate.jpg"], ids=["none", "folder", "outside"])
def test_picture_without_a_file_of_its_own_costs_no_reader_page(client, blog, name):
    image = picture(saved(drawn(), "JPEG"), "plate.jpg")
    PostPageFactory(parent=blog, slug="a-post", cover=image, body=body_of(image))
    BlogImage.objects.update(file=name)

    for address in ("/", "/blog/", "/blog/a-post/", "/blog/a-post.md", "/blog/feed/"):
        assert client.get(address).status_code == 200, address


def test_animation_that_was_cut_off_costs_no_page(client, blog):
    image = picture(ANIMATED["film.gif"], "film.gif")
    PostPageFactory(parent=blog, slug="a-post", cover=image, body=body_of(image))
    # Where Pillow raises an IndexError when it looks for the second frame.
    Path(image.file.path).write_bytes(ANIMATED["film.gif"][:174])

    for address in ("/", "/blog/", "/blog/a-post/"):
        assert client.get(address).status_code == 200, address


def test_picture_whose_file_is_put_back_is_shown_again(admin_client):
    content = saved(drawn(), "PNG")
    image = picture(content)
    spoil(image, "text")
    index = reverse("wagtailimages:index")
    assert all(map(is_placeholder, pictures_on(admin_client, index)))

    Path(image.file.path).write_bytes(content)

    assert not any(map(is_placeholder, pictures_on(admin_client, index)))


@animated
def test_worker_makes_every_size_of_an_animation(name):
    picture(ANIMATED[name], name)

    RenditionQueue().make()

    assert not images_without_renditions().exists()


@pytest.mark.parametrize("kind", ["missing", "half"])
def test_picture_is_taken_in_again_where_the_file_of_the_first_is_damaged(kind):
    content = saved(drawn(), "PNG")
    first = add_image("plate.png", content)
    spoil(first, kind)

    second = add_image("plate.png", content)

    assert second != first
    assert add_image("plate.png", content) == second
