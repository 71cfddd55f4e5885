"""Saving without changes creates no new revision."""

import json
import re
from datetime import datetime

from django.http import HttpResponse
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.blocks import StreamValue

# Differences that do not count: generated keys of paragraphs and ids of blocks, trailing spaces of a paragraph, empty
# fields, and the two notations of line breaks in a footnote. Code and Markdown are compared exactly.
RAW_TEXT = r'(?:"code"|"markdown", "value"): "(?:[^"\\]|\\.)+"'
GENERATED_KEYS = r'(<\w+) data-block-key=\\"[^"]*\\"|"id": "[^"]*"'
INSIGNIFICANT = re.compile(
    rf'({RAW_TEXT})|{GENERATED_KEYS}|"\w+": (?:null|false|"")|(?<! ) +(?=</(?:p|h[2-4]|li)>)|(&#10;)'
)


def text_of(value: object) -> str:
    if isinstance(value, StreamValue):
        # Loads the blocks, so that they have all fields, like those of a form, and not only the stored ones.
        list(value)
        value = value.get_prep_value()
    written = json.dumps(value, default=str)
    return INSIGNIFICANT.sub(lambda found: found[1] or found[2] or (found[3] and r"\n") or "", written)


def shown(form: WagtailAdminPageForm, name: str, value: object) -> str:
    field = form.fields[name]
    # Input has no seconds.
    return text_of(field.widget.format_value(field.prepare_value(value)) if isinstance(value, datetime) else value)


class UnchangedMixin:
    def is_stored(self) -> bool:
        """Whether the form equals the latest revision."""
        form = self.form
        values = [(name, form[name].initial, form.cleaned_data.get(name)) for name in form.changed_data]
        is_changed = any(shown(form, name, old) != shown(form, name, new) for name, old, new in values)
        return not is_changed and not any(formset.has_changed() for formset in form.formsets.values())

    def save_action(self) -> HttpResponse:
        if self.latest_revision and not self.is_reverting and self.is_stored():
            # Wagtail does the rest of the save as usual.
            self.page.save_revision = lambda **_kwargs: self.latest_revision
        return super().save_action()
