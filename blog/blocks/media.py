import re
from urllib.parse import parse_qs, urlsplit

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage

from .known import PictureBlock
from .prose import InlineTextBlock


class ImageWidth(models.TextChoices):
    TEXT = "text", _("As wide as the text")
    WIDE = "wide", _("Wider than the text")
    FULL = "full", _("Full width")


def newest_picture() -> AbstractImage | None:
    newest = get_image_model().objects.order_by("-pk").values_list("pk", flat=True).first()
    picture = {"image": newest, "alt_text": "", "decorative": True}
    return PictureBlock().to_python(picture) if newest else None


class ImageBlock(blocks.StructBlock):
    image = PictureBlock()
    caption = InlineTextBlock()
    credit = blocks.CharBlock(required=False, help_text=_("Who made it, and under which licence"))
    width = blocks.ChoiceBlock(choices=ImageWidth.choices, default=ImageWidth.TEXT)
    link = blocks.CharBlock(required=False, help_text=_("Where a click on the picture leads, if anywhere"))

    def get_preview_value(self) -> blocks.StructValue:
        """With the newest picture of the site, if it has any."""
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


class EmbedValue(blocks.StructValue):
    @property
    def host(self) -> str:
        return (urlsplit(self["url"]).hostname or "").removeprefix("www.")

    @property
    def player_url(self) -> str:
        """The address of a player that a click may load, or "" where none is known."""
        parts = urlsplit(self["url"])
        if self.host in {"youtube.com", "m.youtube.com", "youtube-nocookie.com"}:
            video = parse_qs(parts.query).get("v", [parts.path.rpartition("/")[2]])[0]
        elif self.host == "youtu.be":
            video = parts.path.strip("/")
        elif self.host in {"vimeo.com", "player.vimeo.com"}:
            number = re.search(r"\d+", parts.path)
            return f"https://player.vimeo.com/video/{number[0]}?dnt=1" if number else ""
        else:
            return ""
        known = re.fullmatch(r"[\w-]{6,20}", video)
        return f"https://www.youtube-nocookie.com/embed/{video}" if known else ""


class EmbedBlock(blocks.StructBlock):
    """A thing that lives elsewhere; nothing of it is loaded before the reader's click."""

    url = blocks.URLBlock(label=_("Address"))
    title = blocks.CharBlock(required=False, help_text=_("What the reader will see there"))
    caption = blocks.CharBlock(required=False)

    class Meta:
        icon = "media"
        label = _("Embed")
        template = "blog/blocks/embed_block.html"
        description = _("A video or page from elsewhere, loaded only when the reader asks")
        value_class = EmbedValue
        preview_value = {
            "url": "https://www.youtube.com/watch?v=aqz-KE-bpKQ",
            "title": "Big Buck Bunny",
            "caption": "",
        }
