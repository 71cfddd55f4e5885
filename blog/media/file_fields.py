"""File fields of pictures and documents, which check every file before it is stored."""

import hashlib
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from django.db import models
from django.db.models.fields.files import FieldFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile
from wagtail.utils.file import hash_filelike
from willow.image import UnrecognisedImageFormatError

from blog.media.uploads import check_document, checked_picture, upright_size


class CheckedPicture(ContentFile):
    """The content of a picture that was checked and may be stored."""


def check_size(file: File, limit: int) -> None:
    if file.size > limit:
        raise ValidationError(
            _("This file is too large (%(size)s). The limit is %(limit)s."),
            code="file_too_large",
            params={"size": filesizeformat(file.size), "limit": filesizeformat(limit)},
        )


def check_picture(name: str, file: File) -> CheckedPicture:
    """The picture without personal metadata. Raises ValidationError if it may not be stored."""
    if isinstance(file, CheckedPicture):
        return file
    check_size(file, settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
    file.seek(0)
    clean = checked_picture(name, file.read(), max_pixels=settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS)
    return CheckedPicture(clean, name=name)


def note_size_and_hash(medium: models.Model, content: File) -> None:
    medium.file_size = content.size
    content.seek(0)
    medium.file_hash = hash_filelike(content)
    medium.file_sha256 = sha256_of(content)


def sha256_of(content: File) -> str:
    content.seek(0)
    digest = hashlib.file_digest(content, "sha256").hexdigest()
    content.seek(0)
    return digest


class StoredFile(FieldFile):
    """A field file whose path is empty if it has no name, as in old rows. Django raises ValueError."""

    @property
    def path(self) -> str:
        return super().path if self else ""

    @property
    def url(self) -> str:
        return super().url if self else ""


class DrawnFile(StoredFile, WagtailImageFieldFile):
    def get_image_dimensions(self) -> tuple[int, int]:
        """Returns no size for a missing or invalid file, because Django may call this when it loads a row."""
        try:
            width, height = self.measured()
        except (OSError, UnrecognisedImageFormatError):
            return 0, 0
        return width or 0, height or 0

    def measured(self) -> tuple[int, int] | tuple[None, None]:
        return super().get_image_dimensions()


class DrawnField(WagtailImageField):
    attr_class = DrawnFile

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        # The column is that of Wagtail's field; the checks must not appear in migrations.
        name, _path, args, kwargs = super().deconstruct()
        return name, "wagtail.images.models.WagtailImageField", args, kwargs


class PictureFile(DrawnFile):
    def save(self, name: str, content: File, save: bool = True) -> None:
        picture = check_picture(name, content)
        note_size_and_hash(self.instance, picture)
        super().save(name, picture, save)

    def measured(self) -> tuple[int, int] | tuple[None, None]:
        """The size as readers see it, with the EXIF orientation applied, which Wagtail ignores here."""
        was_closed = self.closed
        self.open()
        try:
            self.seek(0)
            return upright_size(self.read())
        finally:
            if was_closed:
                self.close()
            else:
                self.seek(0)


class PictureField(DrawnField):
    attr_class = PictureFile


class DocumentFile(StoredFile):
    def check_content(self) -> None:
        """Raises ValidationError for the field `file`."""
        try:
            check_document(self.name, self.file)
        except ValidationError as error:
            raise ValidationError({"file": error}) from error

    def save(self, name: str, content: File, save: bool = True) -> None:
        check_size(content, settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)
        check_document(name, content)
        note_size_and_hash(self.instance, content)
        super().save(name, content, save)


class DocumentField(models.FileField):
    attr_class = DocumentFile

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.FileField", args, kwargs
