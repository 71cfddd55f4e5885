"""Multi-line text that is stored unchanged."""

from django.utils.functional import cached_property
from wagtail import blocks


class LinesBlock(blocks.TextBlock):
    """A text block that preserves leading and trailing spaces and converts the CRLF of a form to LF."""

    @cached_property
    def field(self):  # noqa: ANN201 (Wagtail's own attribute)
        field = super().field
        field.strip = False
        return field

    def value_from_form(self, value: str) -> str:
        return super().value_from_form(value.replace("\r\n", "\n").replace("\r", "\n"))
