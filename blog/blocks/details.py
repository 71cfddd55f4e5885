from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from .text_struct import TextStructBlock


class DetailsBlock(TextStructBlock):
    """A collapsible block; ``content`` is the stream of its nested blocks."""

    text_fields = ("summary", "content")

    def __init__(self, content: blocks.StreamBlock, **kwargs: object) -> None:
        summary = blocks.CharBlock(
            required=False,
            label=_("Summary line"),
            help_text=_("Always shown. Describe the content, for example “The whole log”"),
        )
        is_open = blocks.BooleanBlock(
            required=False,
            label=pgettext_lazy("state of a details block", "Open"),
            help_text=_("Expanded when the page loads"),
        )
        super().__init__([("summary", summary), ("content", content), ("is_open", is_open)], **kwargs)

    class Meta:
        icon = "collapse-down"
        label = _("Details")
        label_format = "{summary}"
        form_layout = blocks.BlockGroup(children=["summary", "content"], settings=["is_open"])
        template = "blog/blocks/details_block.html"
        description = _("A part that readers can expand")
        preview_value = {
            "summary": "How we measured",
            "content": [{"type": "text", "value": "<p>Ten runs each, on an idle machine, the slowest left out.</p>"}],
            "is_open": True,
        }
