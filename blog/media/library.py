"""Takes pictures that did not come through an upload into the library, each content once."""

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
    """The picture with this content that everybody may choose, added if there is none.

    Raises ValidationError, in words, for what an editor could not upload either.
    """
    form = image_form(name, data, description=description)
    content = form.cleaned_data["file"]
    # What is stored is compared, which is the file without its personal data.
    content.seek(0)
    digest = hash_filelike(content)
    content.seek(0)
    for same in BlogImage.objects.filter(file_hash=digest, collection=Collection.get_first_root_node()):
        # Not one whose file was lost or cut off since.
        if same.file.storage.exists(same.file.name) and same.file.size == same.file_size:
            return same
    form.instance.uploaded_by_user = user
    return form.save()


def image_form(name: str, data: bytes, *, description: str = "") -> BaseImageForm:
    """The form through which editors upload, valid; raises ValidationError."""
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
    """The file name in an address, with the ending of what was found there: addresses often have another or none."""
    name = PurePosixPath(unquote(urlsplit(address).path)).name or "picture"
    ending = next((ending for ending, is_content in EXTENSIONS_BY_TYPE.items() if is_content(data)), "")
    return f"{PurePosixPath(name).stem}{ending}" if ending else name
