"""Chooser blocks that use pictures and documents prefetched for a whole page instead of one query per block."""

import copy
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.documents.models import AbstractDocument
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.images.models import AbstractImage

# The prefetched objects by id, or None if nothing was prefetched.
prefetched_images: ContextVar[dict[int, AbstractImage] | None] = ContextVar("known_pictures", default=None)
prefetched_documents: ContextVar[dict[int, AbstractDocument] | None] = ContextVar("known_documents", default=None)


class PrefetchedChooser:
    """Mixin for a chooser block: uses the ``known`` objects first, and has its own message for a deleted object."""

    known: ContextVar[dict[int, Model] | None]
    words_if_gone = ""

    def bulk_to_python(self, values: Iterable[int]) -> list[Model | None]:
        known = self.known.get()
        if known is None:
            return super().bulk_to_python(values)
        # Copies the pictures, because Wagtail sets the alternative text of each use on the instance.
        return [copy.copy(known.get(value)) for value in values]

    @cached_property
    def field(self) -> forms.ModelChoiceField:
        field = super().field
        field.error_messages["required"] = self.words_if_gone
        return field


class PrefetchedImageChooserBlock(PrefetchedChooser, ImageChooserBlock):
    known = prefetched_images
    words_if_gone = _("The picture is missing or was deleted. Choose a picture, or remove this block.")


class PrefetchedDocumentChooserBlock(PrefetchedChooser, DocumentChooserBlock):
    known = prefetched_documents
    words_if_gone = _("The file is missing or was deleted. Choose a file, or remove this block.")


@dataclass(frozen=True)
class NoPicture:
    """Placeholder for a deleted picture that preserves its alternative text. It is false in a condition."""

    contextual_alt_text: str
    decorative: bool

    def __bool__(self) -> bool:
        return False

    @property
    def stored(self) -> dict[str, Any]:
        return {"image": None, "alt_text": self.contextual_alt_text, "decorative": self.decorative}


type Picture = AbstractImage | NoPicture | None


class PictureBlock(ImageBlock):
    """Wagtail's ImageBlock, which uses the prefetched pictures first.

    Wagtail sets the alternative text on the picture, so that it would be lost if the picture is deleted.
    """

    def __init__(self, required: bool = True, **kwargs: object) -> None:
        super().__init__(required=required, **kwargs)
        chooser = PrefetchedImageChooserBlock(required=required)
        chooser.set_name("image")
        self.child_blocks["image"] = chooser

    def _struct_value_to_image(self, struct_value: dict[str, Any]) -> Picture:
        alt_text, decorative = struct_value.get("alt_text") or "", bool(struct_value.get("decorative"))
        if not struct_value.get("image") and (alt_text or decorative):
            return NoPicture(alt_text, decorative)
        return super()._struct_value_to_image(struct_value)

    def _image_to_struct_value(self, image: Picture) -> dict[str, Any]:
        return image.stored if isinstance(image, NoPicture) else super()._image_to_struct_value(image)

    def get_searchable_content(self, value: Picture) -> list[str]:
        return [value.contextual_alt_text] if value and value.contextual_alt_text else []

    def normalize(self, value: object) -> Picture:
        return value if isinstance(value, NoPicture) else super().normalize(value)

    def clean(self, value: Picture) -> Picture:
        return super().clean(value or None) or value

    def get_form_state(self, value: Picture) -> dict[str, Any]:
        return value.stored if isinstance(value, NoPicture) else super().get_form_state(value)

    def get_prep_value(self, value: Picture) -> dict[str, Any]:
        return value.stored if isinstance(value, NoPicture) else super().get_prep_value(value)

    def extract_references(self, value: Picture) -> Iterator[tuple]:
        return super().extract_references(value or None)
