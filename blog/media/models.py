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
# Set while a reader's request is answered, which makes no pictures.
for_reader: ContextVar[bool] = ContextVar("for_reader", default=False)


class HashedFile(models.Model):
    """Knows the SHA-256 of its file, which Wagtail's own hash, SHA-1, cannot vouch for."""

    # Empty for files from before there was this column, until somebody asks; see blog.body.file_hashes.
    file_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True


def unguessable_name(folder: str, filename: str) -> str:
    """A random path that keeps only the extension: nobody finds a draft's file by its name."""
    extension = PurePath(filename).suffix.lower()[:10]
    name = uuid.uuid4().hex
    return f"{folder}/{name[:2]}/{name}{extension}"


def document_path(_document: models.Model, filename: str) -> str:
    """A random path that ends in what a person called the file, for the download."""
    path = PurePath(unguessable_name("documents", filename))
    readable = re.sub(r"[^\w-]+", "-", PurePath(filename).stem)[:READABLE_LENGTH].strip("-") or "document"
    return f"{path.parent}/{path.stem}-{readable}{path.suffix}"


class BlogImage(HashedFile, AbstractImage):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = PictureField(
        _("file"),
        # A path of its own is in get_upload_to, where Wagtail asks for it.
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
        # Before the row is written, so that it holds the size and hash of what was stored.
        with new_file_stored(self):
            super().save(*args, **kwargs)

    def get_upload_to(self, filename: str) -> str:
        return unguessable_name("originals", filename)

    def create_renditions(self, *filters: Filter) -> dict[Filter, AbstractRendition]:
        """What is missing for a reader is made in the background; until then they get a JPEG of the whole picture.

        Raises SourceImageIOError where there is none, like Wagtail where the file is gone.
        """
        if not filters or not for_reader.get():
            return super().create_renditions(*filters)
        specs = tuple(each.spec for each in filters)
        run_in_background(("pictures", self.pk, specs), partial(make_renditions, self.pk, specs))
        jpeg = self.renditions.filter(filter_spec__startswith="format-jpeg|width-").order_by("width").last()
        if jpeg is None:
            raise SourceImageIOError(self.file.name)
        # So that Wagtail does not cache it in the place of what is missing.
        jpeg._from_cache = True
        return dict.fromkeys(filters, jpeg)

    @property
    def default_alt_text(self) -> str:
        # A title is often a file name; only a description says what is to be seen.
        return self.description

    def is_animated(self) -> bool:
        def look() -> bool:
            # Whatever the decoder raises on a file that was damaged, or that an old version took in.
            with suppress(Exception), self.open_file() as file, Image.open(file) as image:
                return getattr(image, "is_animated", False)
            return False

        return cache.get_or_set(f"is-animated-{self.pk}-{self.file_hash}", look)

    def get_rendition(self, filter: Filter | str) -> "BlogRendition":  # noqa: A002 - Wagtail's name
        """A placeholder where the file cannot be drawn: one picture must not cost the page of all others."""
        try:
            return next(iter(self.get_renditions(filter).values()))
        except OSError:
            return BlogRendition.placeholder(self)

    def generate_rendition_file(self, filter: Filter, *, source: File | None = None) -> File:  # noqa: A002
        """Raises SourceImageIOError for whatever is wrong with the file."""
        try:
            with nullcontext(source) if source else self.open_file() as file:
                return super().generate_rendition_file(filter, source=drawable(file))
        except Exception as error:
            # Whatever the decoder and the encoder raise.
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
        # Placeholders, Wagtail's too, are of no filter; an old row may be without a file.
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
        # Wagtail's own check cannot do without a file, and some of its forms have none.
        if is_new_file(self.file):
            super().clean()
            self.file.check_content()


def is_new_file(file: File) -> bool:
    return bool(file) and not file._committed


@contextmanager
def new_file_stored(medium: BlogImage | BlogDocument) -> Generator[None]:
    """Stores a new file first, and takes it away again where the row cannot be written."""
    is_new = is_new_file(medium.file)
    if is_new:
        medium.file.save(medium.file.name, medium.file.file, save=False)
    try:
        yield
    except Exception:
        if is_new:
            medium.file.storage.delete(medium.file.name)
        raise
