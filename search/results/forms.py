import re

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_QUERY = 200
# What no database or feed can hold.
UNWRITABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class QueryField(forms.CharField):
    """Words to look for; what is too long is cut, and what cannot be written is dropped."""

    def to_python(self, value: str | None) -> str:
        text = super().to_python(UNWRITABLE.sub(" ", value or ""))
        return " ".join(text[:LONGEST_QUERY].split())


class SearchForm(forms.Form):
    """What was sought; nothing that stands in an address is an error."""

    q = QueryField(required=False, label=_("Search"), widget=forms.TextInput(attrs={"type": "search"}))
    sort = forms.ChoiceField(required=False, choices=[("date", _("Newest first"))])

    @property
    def query(self) -> str:
        return self._said("q")

    @property
    def is_by_date(self) -> bool:
        return self._said("sort") == "date"

    def _said(self, name: str) -> str:
        """What a field says, or nothing where it says what cannot be."""
        self.is_valid()
        return self.cleaned_data.get(name, "")
