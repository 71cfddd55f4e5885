from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .media import newest_picture
from .prefetched_choosers import PictureBlock
from .prose import InlineTextBlock
from .text_struct import TextStructBlock


class GalleryImageBlock(TextStructBlock):
    text_fields = ("image", "caption")

    image = PictureBlock()
    caption = InlineTextBlock()

    class Meta:
        icon = "image"
        label = _("Picture")


class GalleryValue(blocks.StructValue):
    @property
    def shown(self) -> list[blocks.StructValue]:
        """The items whose picture still exists."""
        return [item for item in self["images"] if item["image"]]


class GalleryBlock(blocks.StructBlock):
    def get_searchable_content(self, value: GalleryValue) -> list[str]:
        picture = self.child_blocks["images"].child_block
        words = [text for item in value.shown for text in picture.get_searchable_content(item)]
        return words + self.child_blocks["caption"].get_searchable_content(value["caption"]) if value.shown else []

    images = blocks.ListBlock(GalleryImageBlock(), min_num=1, label=_("Pictures"))
    caption = InlineTextBlock(help_text=_("Shown below all pictures"))

    def get_preview_value(self) -> blocks.StructValue:
        """The preview value with the newest picture of the site twice, if there is one."""
        value = super().get_preview_value()
        picture = newest_picture()
        items = [{"image": picture, "caption": ""}] * 2 if picture else []
        value["images"] = self.child_blocks["images"].normalize(items)
        return value

    class Meta:
        icon = "grid"
        label = _("Gallery")
        form_layout = blocks.BlockGroup(children=["images", "caption"])
        template = "blog/blocks/gallery_block.html"
        description = _("Several pictures side by side")
        value_class = GalleryValue
        preview_value = {"images": [], "caption": "<p>Two views of one thing</p>"}
