import re

from django import forms
from django.utils.translation import gettext_lazy as _

MAX_QUERY_LENGTH = 200
# Characters that no database or feed can store.
UNSTORABLE_CHARACTERS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class QueryField(forms.CharField):
    """The text of a query. Text that is too long is cut, and unstorable characters are removed."""

    def to_python(self, value: str | None) -> str:
        text = super().to_python(UNSTORABLE_CHARACTERS.sub(" ", value or ""))
        return " ".join(text[:MAX_QUERY_LENGTH].split())


class SearchForm(forms.Form):
    """The parameters of a search. Invalid values are ignored, because they come from URLs."""

    q = QueryField(required=False, label=_("Search"), widget=forms.TextInput(attrs={"type": "search"}))
    sort = forms.ChoiceField(required=False, choices=[("date", _("Newest first"))])

    @property
    def query(self) -> str:
        return self._value("q")

    @property
    def is_by_date(self) -> bool:
        return self._value("sort") == "date"

    def _value(self, name: str) -> str:
        """The value of a field; "" if it is invalid."""
        self.is_valid()
        return self.cleaned_data.get(name, "")
