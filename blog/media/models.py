import re
import uuid
from collections.abc import Generator
from contextlib import contextmanager, nullcontext, suppress
from contextvars import ContextVar
from functools import partial
from pathlib import PurePath
from typing import Any

from django.core.cache import cache
from django.core.files import File
from django.db import models
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _
from PIL import Image
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    Filter,
    SourceImageIOError,
    get_rendition_storage,
    get_rendition_upload_to,
)
from wagtail.images.models import Image as WagtailImage

from blog.media.uploads import drawable
from blog.scheduling.background import run_in_background

from .file_fields import DocumentField, DrawnField, PictureField

READABLE_LENGTH = 40
# Set during a reader's request, which must not create renditions.
for_reader: ContextVar[bool] = ContextVar("for_reader", default=False)


class HashedFile(models.Model):
    """Stores the SHA-256 of its file, because Wagtail's own hash is SHA-1."""

    # Empty for older files until the hash is first needed; see blog.body.file_hashes.
    file_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True


def unguessable_name(folder: str, filename: str) -> str:
    """A random path with the original extension, so that nobody can guess the URL of a draft's file."""
    extension = PurePath(filename).suffix.lower()[:10]
    name = uuid.uuid4().hex
    return f"{folder}/{name[:2]}/{name}{extension}"


def document_path(_document: models.Model, filename: str) -> str:
    """A random path that ends in the original file name, for downloads."""
    path = PurePath(unguessable_name("documents", filename))
    readable = re.sub(r"[^\w-]+", "-", PurePath(filename).stem)[:READABLE_LENGTH].strip("-") or "document"
    return f"{path.parent}/{path.stem}-{readable}{path.suffix}"


class BlogImage(HashedFile, AbstractImage):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = PictureField(
        _("file"),
        # The path is set in get_upload_to, which Wagtail calls.
        upload_to=AbstractImage._meta.get_field("file").upload_to,
        width_field="width",
        height_field="height",
    )
    credit = models.CharField(
        _("credit"),
        max_length=255,
        blank=True,
        help_text=_("Who made the picture, and under which licence. Shown below it."),
    )

    admin_form_fields = (*WagtailImage.admin_form_fields, "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        # The file is stored before the row, so that the row has its size and hash.
        with new_file_stored(self):
            super().save(*args, **kwargs)

    def get_upload_to(self, filename: str) -> str:
        return unguessable_name("originals", filename)

    def create_renditions(self, *filters: Filter) -> dict[Filter, AbstractRendition]:
        """In a reader's request, creates missing renditions in the background and returns a JPEG of the whole picture.

        Raises SourceImageIOError if there is no such JPEG, as Wagtail does for a missing file.
        """
        if not filters or not for_reader.get():
            return super().create_renditions(*filters)
        specs = tuple(each.spec for each in filters)
        run_in_background(("pictures", self.pk, specs), partial(make_renditions, self.pk, specs))
        jpeg = self.renditions.filter(filter_spec__startswith="format-jpeg|width-").order_by("width").last()
        if jpeg is None:
            raise SourceImageIOError(self.file.name)
        # Prevents Wagtail from caching it instead of the missing rendition.
        jpeg._from_cache = True
        return dict.fromkeys(filters, jpeg)

    @property
    def default_alt_text(self) -> str:
        # Only the description is an alternative text; a title is often a file name.
        return self.description

    def is_animated(self) -> bool:
        def look() -> bool:
            # Decoders raise many exceptions for damaged files.
            with suppress(Exception), self.open_file() as file, Image.open(file) as image:
                return getattr(image, "is_animated", False)
            return False

        return cache.get_or_set(f"is-animated-{self.pk}-{self.file_hash}", look)

    def get_rendition(self, filter: Filter | str) -> "BlogRendition":  # noqa: A002 - Wagtail's name
        """Returns a placeholder for an unreadable file, so that one picture cannot break a page."""
        try:
            return next(iter(self.get_renditions(filter).values()))
        except OSError:
            return BlogRendition.placeholder(self)

    def generate_rendition_file(self, filter: Filter, *, source: File | None = None) -> File:  # noqa: A002
        """Raises SourceImageIOError for any error in the file."""
        try:
            with nullcontext(source) if source else self.open_file() as file:
                return super().generate_rendition_file(filter, source=drawable(file))
        except Exception as error:
            # Decoders and encoders raise many exceptions.
            raise SourceImageIOError(str(error)) from error


class BlogRendition(AbstractRendition):
    image = models.ForeignKey(BlogImage, on_delete=models.CASCADE, related_name="renditions")
    file = DrawnField(
        upload_to=get_rendition_upload_to, storage=get_rendition_storage, width_field="width", height_field="height"
    )

    @classmethod
    def placeholder(cls, image: BlogImage) -> "BlogRendition":
        return cls(image=image, width=165, height=165)

    @property
    def url(self) -> str:
        # Placeholders, also Wagtail's, have no filter, and an old row may have no file.
        return super().url if self.filter_spec and self.file else static("img/no-picture.svg")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_per_filter")
        ]

    def get_upload_to(self, filename: str) -> str:
        return unguessable_name("pictures", filename)


def make_renditions(image_id: int, specs: tuple[str, ...]) -> None:
    # It may have been deleted since.
    if image := BlogImage.objects.filter(pk=image_id).first():
        for spec in specs:
            image.get_rendition(spec)


class BlogDocument(HashedFile, AbstractDocument):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = DocumentField(_("file"), upload_to=document_path)

    admin_form_fields = WagtailDocument.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_document", "Can choose document")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        with new_file_stored(self):
            super().save(*args, **kwargs)

    def clean(self) -> None:
        # Wagtail's own check requires a file, which some of its forms do not have.
        if is_new_file(self.file):
            super().clean()
            self.file.check_content()


def is_new_file(file: File) -> bool:
    return bool(file) and not file._committed


@contextmanager
def new_file_stored(medium: BlogImage | BlogDocument) -> Generator[None]:
    """Stores a new file before the row, and deletes it if the row cannot be saved."""
    is_new = is_new_file(medium.file)
    if is_new:
        medium.file.save(medium.file.name, medium.file.file, save=False)
    try:
        yield
    except Exception:
        if is_new:
            medium.file.storage.delete(medium.file.name)
        raise
