"""The text of a block: what is indexed, quoted in search results and counted."""

from wagtail import blocks


class TextStructBlock(blocks.StructBlock):
    """A struct of which only ``text_fields`` hold text that readers see. The others say how it is displayed."""

    text_fields: tuple[str, ...] = ()
    # A block without a value in this field is left out of the normal form of a body, which reviewers approve.
    required_field = ""

    def is_shown(self, value: blocks.StructValue) -> bool:
        return not self.required_field or bool(str(value.get(self.required_field) or "").strip())

    def render(self, value: blocks.StructValue, context: dict | None = None) -> str:
        return super().render(value, context) if self.is_shown(value) else ""

    def get_searchable_content(self, value: blocks.StructValue) -> list[str]:
        if not self.is_shown(value):
            return []
        # Wagtail gives the word "None" for a field that is not filled in.
        fields = [(self.child_blocks[name], value.get(name)) for name in self.text_fields]
        return [text for block, part in fields if part for text in block.get_searchable_content(part) if text]
