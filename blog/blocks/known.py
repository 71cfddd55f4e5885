"""Pictures that were loaded ahead for a whole page, so that no block asks the database for its own."""

import copy
from collections.abc import Iterable
from contextvars import ContextVar

from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.images.models import AbstractImage

# Pictures by id, or None where nothing was loaded ahead.
known_pictures: ContextVar[dict[int, AbstractImage] | None] = ContextVar("known_pictures", default=None)


class KnownImageChooserBlock(ImageChooserBlock):
    def bulk_to_python(self, values: Iterable[int]) -> list[AbstractImage | None]:
        known = known_pictures.get()
        if known is None:
            return super().bulk_to_python(values)
        # Each place has its own alternative text, which Wagtail keeps on the instance.
        return [copy.copy(known.get(value)) for value in values]


class PictureBlock(ImageBlock):
    """Wagtail's picture with alternative text, which looks among the known pictures first."""

    def __init__(self, required: bool = True, **kwargs: object) -> None:
        super().__init__(required=required, **kwargs)
        chooser = KnownImageChooserBlock(required=required)
        chooser.set_name("image")
        self.child_blocks["image"] = chooser
