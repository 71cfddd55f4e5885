"""Preview of a formula in the editor."""

from django import forms
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from blog.rendering.mathml import MAX_TEX_CHARACTERS, conversion_error, mathml


class FormulaForm(forms.Form):
    tex = forms.CharField(required=False, strip=False)


@require_GET
def preview(request: HttpRequest) -> JsonResponse:
    """The formula as MathML, or the reason why it will be shown as code. Both are empty without a formula."""
    form = FormulaForm(request.GET)
    tex = form.cleaned_data["tex"] if form.is_valid() else ""
    if not tex.strip():
        return JsonResponse({"html": "", "problem": ""})
    html = mathml(tex, display=False)
    if html:
        return JsonResponse({"html": html, "problem": ""})
    return JsonResponse({"html": "", "problem": problem_message(tex)})


def problem_message(tex: str) -> str:
    if len(tex) > MAX_TEX_CHARACTERS:
        words = _("Readers will see the TeX code: the formula has %(length)d characters. The limit is %(limit)d.")
        return words % {"length": len(tex), "limit": MAX_TEX_CHARACTERS}
    return _("Readers will see the TeX code: %(why)s") % {"why": conversion_error(tex)}
