from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_QUERY = 200


class QueryField(forms.CharField):
    """Words to look for; what is too long is cut, and what no database can hold is dropped."""

    def to_python(self, value: str | None) -> str:
        text = super().to_python((value or "").replace("\x00", " "))
        return " ".join(text[:LONGEST_QUERY].split())


class SearchForm(forms.Form):
    q = QueryField(required=False, label=_("Search"), widget=forms.TextInput(attrs={"type": "search"}))
