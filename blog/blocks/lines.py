"""Text of several lines, as it was written."""

from django.utils.functional import cached_property
from wagtail import blocks


class LinesBlock(blocks.TextBlock):
    """Keeps the spaces around the text, and the line ends that were stored: a browser sends its own for all."""

    @cached_property
    def field(self):  # noqa: ANN201 (Wagtail's own attribute)
        field = super().field
        field.strip = False
        return field

    def value_from_form(self, value: str) -> str:
        return super().value_from_form(value.replace("\r\n", "\n").replace("\r", "\n"))
