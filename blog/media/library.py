"""Adds pictures that were not uploaded to the library, without duplicates."""

from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from wagtail.images.forms import BaseImageForm, get_image_form
from wagtail.models import Collection
from wagtail.utils.file import hash_filelike

from blog.media.models import BlogImage

EXTENSIONS_BY_TYPE = {
    ".png": lambda data: data.startswith(b"\x89PNG"),
    ".jpg": lambda data: data.startswith(b"\xff\xd8\xff"),
    ".gif": lambda data: data.startswith(b"GIF8"),
    ".webp": lambda data: data[:4] + data[8:12] == b"RIFFWEBP",
    ".avif": lambda data: data[4:8] == b"ftyp" and b"avif" in data[8:64],
}


def add_image(name: str, data: bytes, *, description: str = "", user: Model | None = None) -> BlogImage:
    """Returns the picture with this content that everybody may choose, and adds it if there is none.

    Raises ValidationError if an editor could not upload it either.
    """
    form = image_form(name, data, description=description)
    content = form.cleaned_data["file"]
    # Compares the content as it is stored, without personal metadata.
    content.seek(0)
    digest = hash_filelike(content)
    content.seek(0)
    for same in BlogImage.objects.filter(file_hash=digest, collection=Collection.get_first_root_node()):
        # Skips pictures whose file is missing or truncated.
        if same.file.storage.exists(same.file.name) and same.file.size == same.file_size:
            return same
    form.instance.uploaded_by_user = user
    return form.save()


def image_form(name: str, data: bytes, *, description: str = "") -> BaseImageForm:
    """A valid upload form with the picture. Raises ValidationError."""
    values: dict[str, Any] = {
        "title": PurePosixPath(name).stem[:200] or "picture",
        "description": description[:255],
    }
    form_class = get_image_form(BlogImage, fields=["title", "file", "description"])
    form = form_class(values, {"file": SimpleUploadedFile(name, data)})
    if not form.is_valid():
        raise ValidationError([text for texts in form.errors.values() for text in texts])
    return form


def filename_of_fetched(address: str, data: bytes) -> str:
    """The file name in a URL, with the extension of the actual format: URLs often have another one or none."""
    name = PurePosixPath(unquote(urlsplit(address).path)).name or "picture"
    ending = next((ending for ending, is_content in EXTENSIONS_BY_TYPE.items() if is_content(data)), "")
    return f"{PurePosixPath(name).stem}{ending}" if ending else name
