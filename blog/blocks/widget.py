"""The body's field in the editor."""

from django.utils.translation import get_language
from wagtail.blocks.base import BlockWidget


class BodyWidget(BlockWidget):
    """Describes the blocks to the editor once in each language, and not again for each form.

    What is described are the kinds of blocks, which are the same for every person and every post.
    """

    def __init__(self, block_def: object, attrs: dict | None = None) -> None:
        super().__init__(block_def, attrs)
        # A form's copy of the widget shares it.
        self._described: dict[str, tuple] = {}

    def _build_block_json(self) -> None:
        language = get_language() or ""
        if language not in self._described:
            super()._build_block_json()
            self._described[language] = self._js_context, self._block_json
        self._js_context, self._block_json = self._described[language]
