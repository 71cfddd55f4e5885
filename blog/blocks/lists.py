from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .text_struct import TextStructBlock

# The largest number of a list item in Markdown.
LAST_START = 999_999_999


class TaskState(models.TextChoices):
    NONE = "", _("Not a task")
    OPEN = "open", _("To do")
    DONE = "done", _("Done")


class NumberBlock(blocks.IntegerBlock):
    def get_prep_value(self, value: object) -> int | None:
        """The number; in a form that was not saved yet, the value is still text."""
        try:
            return self.field.clean(value)
        except ValidationError:
            return None


class ItemBlock(TextStructBlock):
    text_fields = ("content",)


class ListBlock(TextStructBlock):
    """A list whose items contain blocks or tasks, or that starts at a number. Simple lists are rich text."""

    text_fields = ("items",)

    def __init__(self, content: blocks.StreamBlock, **kwargs: object) -> None:
        item = ItemBlock(
            [
                ("task", blocks.ChoiceBlock(choices=TaskState.choices, required=False)),
                ("content", content),
            ],
            label=_("Item"),
            icon="list-ul",
        )
        fields = [
            ("ordered", blocks.BooleanBlock(required=False, label=_("Numbered"))),
            ("start", NumberBlock(required=False, min_value=0, max_value=LAST_START, label=_("First number"))),
            ("items", blocks.ListBlock(item)),
        ]
        super().__init__(fields, **kwargs)

    class Meta:
        icon = "list-ul"
        label = _("List")
        form_layout = blocks.BlockGroup(children=["ordered", "items"], settings=["start"])
        template = "blog/blocks/list_block.html"
        description = _("A list with code or pictures in its items, or a task list")
        preview_value = {
            "ordered": False,
            "start": None,
            "items": [
                {"task": "done", "content": [{"type": "text", "value": "<p>Write it down</p>"}]},
                {"task": "open", "content": [{"type": "text", "value": "<p>Read it again</p>"}]},
            ],
        }
