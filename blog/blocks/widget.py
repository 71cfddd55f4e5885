"""The form widget of a body."""

from django.utils.translation import get_language
from wagtail.blocks.base import BlockWidget


class BodyWidget(BlockWidget):
    """Caches the block definitions for the editor by language, because they are the same in every form."""

    def __init__(self, block_def: object, attrs: dict | None = None) -> None:
        super().__init__(block_def, attrs)
        # The copies of the widget in forms share this cache.
        self._described: dict[str, tuple] = {}

    def _build_block_json(self) -> None:
        language = get_language() or ""
        if language not in self._described:
            super()._build_block_json()
            self._described[language] = self._js_context, self._block_json
        self._js_context, self._block_json = self._described[language]
