import hashlib

import pytest
from django.core.files.base import ContentFile

from blog.body.file_hashes import file_hashes, key_of
from blog.models import BlogDocument, BlogImage
from tests.blog.media_files import drawn, saved

pytestmark = pytest.mark.django_db


def picture():
    return BlogImage.objects.create(title="Sea", file=ContentFile(saved(drawn(), "PNG"), name="sea.png"))


def test_uploads_know_the_hash_of_the_bytes_that_were_stored():
    image = picture()
    document = BlogDocument.objects.create(title="Log", file=ContentFile(b"Wind", name="log.txt"))

    for upload in (image, document):
        upload.refresh_from_db()
        with upload.file.open() as file:
            assert upload.file_sha256 == hashlib.sha256(file.read()).hexdigest()


def test_text_names_its_files_by_key():
    image, other = picture(), picture()
    document = BlogDocument.objects.create(title="Log", file=ContentFile(b"Wind", name="log.txt"))
    text = f"![Sea](image:{image.uuid}) and [the log](document:{document.uuid}), not image:{'0' * 8}"

    assert file_hashes(text, loaded=[other]) == {
        key_of(image): image.file_sha256,
        key_of(other): other.file_sha256,
        f"document:{document.uuid}": hashlib.sha256(b"Wind").hexdigest(),
    }


@pytest.mark.parametrize(
    "write", [str.upper, lambda key: key.replace("m", "&#109;"), lambda key: key.replace(":", "\\:")]
)
def test_key_is_known_however_markdown_writes_it(write):
    image = picture()

    assert file_hashes(f"![]({write(key_of(image))})") == {key_of(image): image.file_sha256}


def test_hash_of_an_older_upload_is_taken_from_its_file_and_kept():
    image = picture()
    BlogImage.objects.update(file_sha256="")

    hashes = file_hashes(f"image:{image.uuid}")

    assert hashes == {key_of(image): image.file_sha256}
    assert BlogImage.objects.get().file_sha256 == image.file_sha256


def test_file_that_is_gone_has_no_hash_and_stops_nothing():
    image = picture()
    image.file.storage.delete(image.file.name)
    BlogImage.objects.update(file_sha256="")

    assert file_hashes(f"image:{image.uuid}") == {key_of(image): ""}
