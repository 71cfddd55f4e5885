"""What a block says: the words that are indexed, shown in excerpts and counted."""

from wagtail import blocks


class SaidBlock(blocks.StructBlock):
    """A struct of which only the fields in ``said`` are text that readers see. The others say how it is shown."""

    said: tuple[str, ...] = ()
    # Without this field the normal form of a body, which reviewers approve, leaves the block out.
    needed = ""

    def is_shown(self, value: blocks.StructValue) -> bool:
        return not self.needed or bool(str(value.get(self.needed) or "").strip())

    def render(self, value: blocks.StructValue, context: dict | None = None) -> str:
        return super().render(value, context) if self.is_shown(value) else ""

    def get_searchable_content(self, value: blocks.StructValue) -> list[str]:
        if not self.is_shown(value):
            return []
        # Wagtail gives the word "None" for a field that is not filled in.
        fields = [(self.child_blocks[name], value.get(name)) for name in self.said]
        return [text for block, part in fields if part for text in block.get_searchable_content(part) if text]
