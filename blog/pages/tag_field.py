"""The field of tags, whose names may have commas and quotation marks.

Wagtail's field parts names at each comma, also one within a name, so that a save tore such tags apart.
"""

import json
from collections.abc import Iterable
from typing import Any

from taggit.models import TagBase
from wagtail.admin.forms.tags import TagField, validate_tag_length
from wagtail.admin.widgets import AdminTagWidget

# Stands in no name.
DELIMITER = "\N{SYMBOL FOR UNIT SEPARATOR}"


class TagsWidget(AdminTagWidget):
    def format_value(self, value: str | Iterable[TagBase] | None) -> str:
        return value if isinstance(value, str) else DELIMITER.join(map(str, value or ()))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        attributes = context["widget"]["attrs"]
        options = json.loads(attributes["data-w-tag-options-value"])
        attributes["data-w-tag-options-value"] = json.dumps(options | {"singleFieldDelimiter": DELIMITER})
        return context


class TagsField(TagField):
    widget = TagsWidget

    def clean(self, value: str | None) -> list[str]:
        names = {unquoted(name.strip()) for name in (value or "").split(DELIMITER)} - {""}
        validate_tag_length(names)
        return sorted(names)


def unquoted(name: str) -> str:
    """Wagtail's script puts quotation marks around a name with a space."""
    is_quoted = len(name) > 1 and name[0] == name[-1] == '"'
    return name[1:-1].strip() if is_quoted else name
