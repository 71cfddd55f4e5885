from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .text_struct import TextStructBlock


class DetailsBlock(TextStructBlock):
    """Something that is folded away under one line; ``content`` is the stream of blocks that may stand in it."""

    text_fields = ("summary", "content")

    def __init__(self, content: blocks.StreamBlock, **kwargs: object) -> None:
        summary = blocks.CharBlock(
            required=False,
            label=_("Line that is always shown"),
            help_text=_("Say what a reader will find, for example “The whole log”"),
        )
        is_open = blocks.BooleanBlock(required=False, label=_("Open"), help_text=_("Readers find it unfolded"))
        super().__init__([("summary", summary), ("content", content), ("is_open", is_open)], **kwargs)

    class Meta:
        icon = "collapse-down"
        label = _("Details")
        label_format = "{summary}"
        form_layout = blocks.BlockGroup(children=["summary", "content"], settings=["is_open"])
        template = "blog/blocks/details_block.html"
        description = _("A part that readers unfold if they want it")
        preview_value = {
            "summary": "How we measured",
            "content": [{"type": "text", "value": "<p>Ten runs each, on an idle machine, the slowest left out.</p>"}],
            "is_open": True,
        }
