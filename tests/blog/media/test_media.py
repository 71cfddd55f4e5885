"""Pictures and documents through the admin's own doors: add, add several, chooser, edit, delete."""

import hashlib
import json
from io import BytesIO
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection, CollectionViewRestriction, UploadedFile

from blog.media.tag_field import DELIMITER
from blog.models import BlogDocument, BlogImage
from tests.blog.media_files import (
    DOCUMENTS,
    SECRET,
    TALKATIVE,
    drawn,
    gif_of_frames,
    png_of_size,
    saved,
    talkative_jpeg,
    talkative_png,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database("sqlite")]
# What a file is, and what is left in it, is the same on every database: one run says it.
decided_before_any_database = pytest.mark.database("sqlite")

# A tenth of what is accepted on a site, so that the tests are quick.
LIMIT = 2 * 1024 * 1024
GOOD = saved(drawn(), "PNG")
BAD_PICTURES = {
    "page.png": b"<!doctype html><script>alert(1)</script>",
    "drawing.png": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "drawing.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "photo.jpg": GOOD,
    "half.png": GOOD[: len(GOOD) // 2],
    "half.jpg": talkative_jpeg(size=(300, 200))[:3000],
    "bomb.png": png_of_size(12_000, 12_000),
    "film.gif": gif_of_frames(1_001),
    "empty.png": b"",
    "no-ending": GOOD,
    "large.png": GOOD + bytes(LIMIT),
    "colours.jpg": saved(drawn(mode="CMYK"), "JPEG", icc_profile=b"no profile" * 30),
}
BAD_DOCUMENTS = {
    "page.pdf": b"<html><script>alert(1)</script></html>",
    "program.txt": b"MZ\0\0",
    "plain.docx": DOCUMENTS["all.zip"],
    "program.exe": b"MZ\0\0",
    "page.html": b"<html></html>",
    "empty.pdf": b"",
    "large.txt": b"a" * (LIMIT + 1),
}


@pytest.fixture(autouse=True)
def low_limits(settings):
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = LIMIT
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = LIMIT


@pytest.fixture
def admin(admin_client):
    return admin_client


def upload(name, content):
    return SimpleUploadedFile(name, content)


def stored_picture(content=GOOD, name="photo.png", **fields):
    return BlogImage.objects.create(title="Photo", file=ContentFile(content, name=name), **fields)


def stored_document(content=DOCUMENTS["paper.pdf"], name="Our paper.pdf", **fields):
    return BlogDocument.objects.create(title="Paper", file=ContentFile(content, name=name), **fields)


def form_values(prefix="", **values):
    fields = {"title": "A title", "collection": str(Collection.get_first_root_node().pk), "tags": ""} | values
    return {f"{prefix}{name}": value for name, value in fields.items()}


def errors_on_page(response):
    html = response.content.decode()
    if "json" in response["Content-Type"]:
        # The chooser answers with a piece of the page.
        html = "".join(str(value) for value in json.loads(html).values())
    tags = BeautifulSoup(html, "html.parser").select(".error-message")
    return " ".join(tag.get_text(" ", strip=True) for tag in tags)


ADD = {"picture": "wagtailimages:add", "document": "wagtaildocs:add"}
ADD_SEVERAL = {"picture": "wagtailimages:add_multiple", "document": "wagtaildocs:add_multiple"}
CHOOSER = {
    "picture": ("wagtailimages_chooser:create", "image-chooser-upload-"),
    "document": ("wagtaildocs_chooser:create", "document-chooser-upload-"),
}
MODEL = {"picture": BlogImage, "document": BlogDocument}
BAD = [("picture", name, data) for name, data in BAD_PICTURES.items()]
BAD += [("document", name, data) for name, data in BAD_DOCUMENTS.items()]
bad = pytest.mark.parametrize(("kind", "name", "data"), BAD, ids=[name for _kind, name, _data in BAD])


@bad
@decided_before_any_database
def test_bad_upload_is_refused_in_words_when_added(admin, kind, name, data):
    response = admin.post(reverse(ADD[kind]), form_values(file=upload(name, data)))

    assert errors_on_page(response)
    assert not MODEL[kind].objects.exists()


@bad
@decided_before_any_database
def test_bad_upload_is_refused_in_words_among_several(admin, kind, name, data):
    response = admin.post(reverse(ADD_SEVERAL[kind]), form_values(**{"files[]": upload(name, data)}))

    answer = response.json()
    assert answer["success"] is False
    assert answer["error_message"]
    assert not MODEL[kind].objects.exists()


@bad
@decided_before_any_database
def test_bad_upload_is_refused_in_words_in_the_chooser(admin, kind, name, data):
    url, prefix = CHOOSER[kind]

    response = admin.post(reverse(url), form_values(prefix, file=upload(name, data)))

    assert errors_on_page(response)
    assert not MODEL[kind].objects.exists()


@bad
@decided_before_any_database
def test_bad_replacement_is_refused_in_words_and_the_old_file_stays(admin, kind, name, data):
    medium = stored_picture() if kind == "picture" else stored_document()
    before = medium.file.name
    edit = {"picture": "wagtailimages:edit", "document": "wagtaildocs:edit"}[kind]

    response = admin.post(reverse(edit, args=[medium.pk]), form_values(file=upload(name, data)))

    medium.refresh_from_db()
    assert errors_on_page(response)
    assert medium.file.name == before
    assert Path(medium.file.path).is_file()


@pytest.mark.parametrize("name", BAD_PICTURES)
@decided_before_any_database
def test_bad_picture_is_refused_wherever_it_is_set(name):
    with pytest.raises(ValidationError):
        stored_picture(BAD_PICTURES[name], name)

    assert not BlogImage.objects.exists()


@pytest.mark.parametrize("name", BAD_DOCUMENTS)
@decided_before_any_database
def test_bad_document_is_refused_wherever_it_is_set(name):
    with pytest.raises(ValidationError):
        stored_document(BAD_DOCUMENTS[name], name)

    assert not BlogDocument.objects.exists()


def is_clean(image):
    content = Path(image.file.path).read_bytes()
    return SECRET not in content and image.file_size == len(content) and image.file_hash == _sha1(content)


def _sha1(content):
    return hashlib.sha1(content).hexdigest()


@pytest.mark.parametrize("name", TALKATIVE)
def test_picture_is_stored_without_personal_data_when_added(admin, name):
    admin.post(reverse("wagtailimages:add"), form_values(file=upload(name, TALKATIVE[name]())))

    assert is_clean(BlogImage.objects.get())


def test_picture_is_stored_without_personal_data_among_several(admin):
    answer = admin.post(
        reverse("wagtailimages:add_multiple"), form_values(**{"files[]": upload("a.jpg", talkative_jpeg())})
    )

    assert answer.json()["success"] is True
    assert is_clean(BlogImage.objects.get())


def test_picture_is_stored_without_personal_data_by_the_chooser(admin):
    values = form_values("image-chooser-upload-", file=upload("a.jpg", talkative_jpeg()))

    answer = admin.post(reverse("wagtailimages_chooser:create"), values)

    assert answer.json()["step"] == "chosen"
    assert is_clean(BlogImage.objects.get())


def test_picture_that_waited_for_its_title_is_stored_without_personal_data(admin):
    values = form_values(title="", **{"files[]": upload("a.jpg", talkative_jpeg())})
    admin.post(reverse("wagtailimages:add_multiple"), values)
    waiting = UploadedFile.objects.get()
    assert admin.get(f"/media/{waiting.file.name}").status_code == 404

    admin.post(
        reverse("wagtailimages:create_multiple_from_uploaded_image", args=[waiting.pk]),
        form_values(f"uploaded-image-{waiting.pk}-"),
    )

    assert is_clean(BlogImage.objects.get())
    assert not Path(waiting.file.path).exists()


def test_document_that_waited_for_its_title_is_stored(admin):
    values = form_values(title="", **{"files[]": upload("paper.pdf", DOCUMENTS["paper.pdf"])})
    admin.post(reverse("wagtaildocs:add_multiple"), values)
    waiting = UploadedFile.objects.get()

    answer = admin.post(
        reverse("wagtaildocs:create_multiple_from_uploaded_document", args=[waiting.pk]),
        form_values(f"uploaded-document-{waiting.pk}-"),
    )

    assert answer.json()["success"] is True
    assert Path(BlogDocument.objects.get().file.path).read_bytes() == DOCUMENTS["paper.pdf"]


def test_picture_set_by_code_is_stored_without_personal_data():
    assert is_clean(stored_picture(talkative_png()))


def test_picture_replaced_by_code_is_stored_without_personal_data():
    image = stored_picture()

    image.file = ContentFile(talkative_jpeg(), name="other.jpg")
    image.save()

    image.refresh_from_db()
    assert is_clean(image)


def test_sideways_photograph_has_the_size_that_readers_see():
    image = stored_picture(talkative_jpeg(orientation=6, size=(40, 30)), "a.jpg")

    image.refresh_from_db()
    assert (image.width, image.height) == (30, 40)


@pytest.mark.parametrize("output", ["jpeg", "png", "webp", "avif"])
@pytest.mark.parametrize("name", TALKATIVE)
@decided_before_any_database
def test_renditions_say_nothing_personal_and_stand_upright(name, output):
    image = stored_picture(TALKATIVE[name](), name)

    rendition = image.get_rendition(f"width-20|format-{output}")

    content = Path(rendition.file.path).read_bytes()
    assert SECRET not in content
    with Image.open(BytesIO(content)) as shown:
        assert not dict(shown.getexif())
        assert not {"xmp", "comment"} & shown.info.keys()
        assert (shown.width < shown.height) is (name != "photo.gif")


@pytest.mark.parametrize("name", DOCUMENTS)
@decided_before_any_database
def test_honest_document_is_added(admin, name):
    admin.post(reverse("wagtaildocs:add"), form_values(file=upload(name, DOCUMENTS[name])))

    document = BlogDocument.objects.get()
    assert Path(document.file.path).read_bytes() == DOCUMENTS[name]
    assert document.file_hash == _sha1(DOCUMENTS[name])


def test_title_of_a_document_changes_without_its_file(admin):
    document = stored_document()

    admin.post(reverse("wagtaildocs:edit", args=[document.pk]), form_values(title="New"))

    document.refresh_from_db()
    assert document.title == "New"


@pytest.mark.parametrize("kind", ["picture", "document"])
def test_tags_with_commas_stay_whole(admin, kind):
    medium = stored_picture() if kind == "picture" else stored_document()
    medium.tags.add("Paris, France", '5" floppy', "two words")
    address = reverse("wagtailimages:edit" if kind == "picture" else "wagtaildocs:edit", args=[medium.pk])
    field = BeautifulSoup(admin.get(address).content, "html.parser").find(attrs={"name": "tags"})

    admin.post(address, form_values(tags=f"{field['value']}{DELIMITER}new"))

    assert set(medium.tags.names()) == {"Paris, France", '5" floppy', "two words", "new"}


def test_document_is_a_download_with_a_readable_name(client):
    document = stored_document(name="Our “paper” of März.pdf")

    response = client.get(document.url)

    assert b"".join(response.streaming_content) == DOCUMENTS["paper.pdf"]
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''Our-paper-of-M%C3%A4rz.pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-cache"


def test_address_of_a_document_cannot_be_guessed(client):
    document = stored_document(name="Our paper.pdf")

    assert len(document.filename) == 32 + len("-Our-paper.pdf")
    assert client.get(f"/documents/{document.pk}/Our-paper.pdf").status_code == 404
    assert client.get(f"/media/{document.file.name}").status_code == 404


@pytest.mark.parametrize("name", ["x" * 200 + ".pdf", "ä" * 120 + ".pdf", "...pdf", "a b\tc.PDF", "-.pdf"])
def test_document_with_a_strange_name_is_served(client, name):
    document = stored_document(name=name)

    assert b"".join(client.get(document.url).streaming_content) == DOCUMENTS["paper.pdf"]


def test_document_of_a_private_collection_asks_first(client, admin_client):
    private = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    shown, hidden = stored_document(), stored_document(collection=private)

    assert client.get(shown.url).status_code == 200
    refused = client.get(hidden.url)
    assert refused.status_code == 302
    assert "login" in refused["Location"]
    assert admin_client.get(hidden.url).status_code == 200


@pytest.mark.parametrize("make", [stored_picture, stored_document])
def test_file_of_a_deleted_medium_goes_away(make, django_capture_on_commit_callbacks):
    medium = make()
    file = Path(medium.file.path)
    assert file.is_file()

    with django_capture_on_commit_callbacks(execute=True):
        medium.delete()

    assert not file.exists()


def test_renditions_of_a_deleted_picture_go_away(django_capture_on_commit_callbacks):
    image = stored_picture()
    file = Path(image.get_rendition("width-20").file.path)
    assert file.is_file()

    with django_capture_on_commit_callbacks(execute=True):
        image.delete()

    assert not file.exists()


@pytest.mark.parametrize(
    ("make", "edit", "name", "content"),
    [
        (stored_picture, "wagtailimages:edit", "new.jpg", saved(drawn(), "JPEG")),
        (stored_document, "wagtaildocs:edit", "new.txt", b"words"),
    ],
)
def test_file_that_was_replaced_goes_away(admin, django_capture_on_commit_callbacks, make, edit, name, content):
    medium = make()
    before = Path(medium.file.path)
    if make is stored_picture:
        rendition = Path(medium.get_rendition("width-20").file.path)

    with django_capture_on_commit_callbacks(execute=True):
        admin.post(reverse(edit, args=[medium.pk]), form_values(file=upload(name, content)))

    medium.refresh_from_db()
    assert Path(medium.file.path).is_file()
    assert not before.exists()
    if make is stored_picture:
        assert not rendition.exists()


def test_good_replacement_with_an_empty_title_is_a_page_and_keeps_the_old_file(admin):
    image = stored_picture()
    before = image.file.name

    response = admin.post(
        reverse("wagtailimages:edit", args=[image.pk]), form_values(title="", file=upload("a.jpg", talkative_jpeg()))
    )

    image.refresh_from_db()
    assert errors_on_page(response)
    assert image.file.name == before


@pytest.mark.parametrize(
    ("mode", "kind"), [("CMYK", "JPEG"), ("L", "PNG"), ("LA", "PNG"), ("P", "PNG"), ("1", "PNG"), ("I;16", "PNG")]
)
def test_picture_of_any_colour_mode_is_shown_in_the_admin(admin, mode, kind):
    content = saved(Image.new(mode, (40, 30)), kind)

    answer = admin.post(
        reverse("wagtailimages:add_multiple"),
        form_values(**{"files[]": upload(f"a.{kind.lower()}", content)}),
    )

    assert answer.json()["success"] is True


@pytest.mark.parametrize("size", [(1, 1), (1, 16_000), (16_000, 1)])
def test_picture_of_extreme_proportions_is_shown_in_the_admin(admin, size):
    admin.post(reverse("wagtailimages:add"), form_values(file=upload("a.png", png_of_size(*size))))

    assert BlogImage.objects.get().width == size[0]
    assert admin.get(reverse("wagtailimages:index")).status_code == 200
