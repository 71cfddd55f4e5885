"""Pictures and documents that were loaded ahead for a whole page, so that no block asks the database for its own."""

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

# By id, or None where nothing was loaded ahead.
prefetched_images: ContextVar[dict[int, AbstractImage] | None] = ContextVar("known_pictures", default=None)
prefetched_documents: ContextVar[dict[int, AbstractDocument] | None] = ContextVar("known_documents", default=None)


class PrefetchedChooser:
    """Mixed into a chooser: looks among the ``known`` first, and says what to do where nothing is chosen any more."""

    known: ContextVar[dict[int, Model] | None]
    words_if_gone = ""

    def bulk_to_python(self, values: Iterable[int]) -> list[Model | None]:
        known = self.known.get()
        if known is None:
            return super().bulk_to_python(values)
        # Each place has its own alternative text, which Wagtail keeps on the instance.
        return [copy.copy(known.get(value)) for value in values]

    @cached_property
    def field(self) -> forms.ModelChoiceField:
        field = super().field
        field.error_messages["required"] = self.words_if_gone
        return field


class PrefetchedImageChooserBlock(PrefetchedChooser, ImageChooserBlock):
    known = prefetched_images
    words_if_gone = _("There is no picture here, or it was deleted. Choose one, or remove this block.")


class PrefetchedDocumentChooserBlock(PrefetchedChooser, DocumentChooserBlock):
    known = prefetched_documents
    words_if_gone = _("There is no file here, or it was deleted. Choose one, or remove this block.")


@dataclass(frozen=True)
class NoPicture:
    """Stands where a picture was deleted and keeps what was said about it. It is false, as None would be."""

    contextual_alt_text: str
    decorative: bool

    def __bool__(self) -> bool:
        return False

    @property
    def stored(self) -> dict[str, Any]:
        return {"image": None, "alt_text": self.contextual_alt_text, "decorative": self.decorative}


type Picture = AbstractImage | NoPicture | None


class PictureBlock(ImageBlock):
    """Wagtail's picture with alternative text, which looks among the known pictures first.

    Wagtail keeps the text on the picture, and would lose it together with a picture that is deleted.
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
