"""The form field of tags, whose names may contain commas and quotation marks.

Wagtail's field splits names at commas, so that saving would split such tags.
"""

import json
from collections.abc import Iterable
from typing import Any

from taggit.models import TagBase
from wagtail.admin.forms.tags import TagField, validate_tag_length
from wagtail.admin.widgets import AdminTagWidget

# A character that is in no name.
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
    """Removes the quotation marks that Wagtail's script adds to a name with a space."""
    is_quoted = len(name) > 1 and name[0] == name[-1] == '"'
    return name[1:-1].strip() if is_quoted else name
