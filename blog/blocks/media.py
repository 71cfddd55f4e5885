from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage

from blog.markdown.addresses import linkable
from blog.markdown.body import NoBlock

from .prefetched_choosers import PictureBlock
from .prose import InlineTextBlock
from .text_struct import TextStructBlock


class ImageWidth(models.TextChoices):
    TEXT = "text", _("As wide as the text")
    WIDE = "wide", _("Wider than the text")
    FULL = "full", _("Full width")


def newest_picture() -> AbstractImage | None:
    newest = get_image_model().objects.order_by("-pk").values_list("pk", flat=True).first()
    picture = {"image": newest, "alt_text": "", "decorative": True}
    return PictureBlock().to_python(picture) if newest else None


def validate_link(address: str) -> None:
    try:
        linkable(address)
    except NoBlock as error:
        raise ValidationError(_("Enter an address that readers can open, such as https://example.org/.")) from error


class ImageBlock(TextStructBlock):
    text_fields = ("image", "caption", "credit")

    image = PictureBlock()
    caption = InlineTextBlock()
    credit = blocks.CharBlock(required=False, help_text=_("The creator and the licence of the picture"))
    width = blocks.ChoiceBlock(choices=ImageWidth.choices, default=ImageWidth.TEXT)
    link = blocks.CharBlock(
        required=False,
        help_text=_("The address that a click on the picture opens"),
        validators=[validate_link],
    )

    def get_preview_value(self) -> blocks.StructValue:
        """The preview value with the newest picture of the site, if there is one."""
        value = super().get_preview_value()
        value["image"] = newest_picture()
        return value

    class Meta:
        icon = "image"
        label = _("Image")
        form_layout = blocks.BlockGroup(children=["image", "caption"], settings=["credit", "width", "link"])
        template = "blog/blocks/image_block.html"
        description = _("A picture with a caption and a credit")
        preview_value = {"image": None, "caption": "", "credit": "", "width": "text", "link": ""}
