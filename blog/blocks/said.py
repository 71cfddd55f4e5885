"""What a block says: the words that are indexed, shown in excerpts and counted."""

from wagtail import blocks


class SaidBlock(blocks.StructBlock):
    """A struct of which only the fields in ``said`` are text that readers see. The others say how it is shown."""

    said: tuple[str, ...] = ()

    def get_searchable_content(self, value: blocks.StructValue) -> list[str]:
        # Wagtail gives the word "None" for a field that is not filled in.
        fields = [(self.child_blocks[name], value.get(name)) for name in self.said]
        return [text for block, part in fields if part for text in block.get_searchable_content(part) if text]
