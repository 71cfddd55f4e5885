"""Base class of blocks with searchable text."""

from wagtail import blocks


class TextStructBlock(blocks.StructBlock):
    """A struct block of which only ``text_fields`` are text for readers, which is indexed and counted."""

    text_fields: tuple[str, ...] = ()
    # The normal form of a body, which reviewers approve, omits a block without a value in this field.
    required_field = ""

    def is_shown(self, value: blocks.StructValue) -> bool:
        return not self.required_field or bool(str(value.get(self.required_field) or "").strip())

    def render(self, value: blocks.StructValue, context: dict | None = None) -> str:
        return super().render(value, context) if self.is_shown(value) else ""

    def get_searchable_content(self, value: blocks.StructValue) -> list[str]:
        if not self.is_shown(value):
            return []
        # Wagtail returns the text "None" for an empty field.
        fields = [(self.child_blocks[name], value.get(name)) for name in self.text_fields]
        return [text for block, part in fields if part for text in block.get_searchable_content(part) if text]
