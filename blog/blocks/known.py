"""Pictures and documents that were loaded ahead for a whole page, so that no block asks the database for its own."""

import copy
from collections.abc import Iterable
from contextvars import ContextVar

from django import forms
from django.db.models import Model
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.documents.models import AbstractDocument
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.images.models import AbstractImage

# By id, or None where nothing was loaded ahead.
known_pictures: ContextVar[dict[int, AbstractImage] | None] = ContextVar("known_pictures", default=None)
known_documents: ContextVar[dict[int, AbstractDocument] | None] = ContextVar("known_documents", default=None)


class KnownChooser:
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


class KnownImageChooserBlock(KnownChooser, ImageChooserBlock):
    known = known_pictures
    words_if_gone = _("There is no picture here, or it was deleted. Choose one, or remove this block.")


class KnownDocumentChooserBlock(KnownChooser, DocumentChooserBlock):
    known = known_documents
    words_if_gone = _("There is no file here, or it was deleted. Choose one, or remove this block.")


class PictureBlock(ImageBlock):
    """Wagtail's picture with alternative text, which looks among the known pictures first."""

    def __init__(self, required: bool = True, **kwargs: object) -> None:
        super().__init__(required=required, **kwargs)
        chooser = KnownImageChooserBlock(required=required)
        chooser.set_name("image")
        self.child_blocks["image"] = chooser
