"""Preview of a formula in the editor."""

from django import forms
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from blog.rendering.mathml import mathml, problem


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
    return JsonResponse({"html": "", "problem": _("Readers will see the TeX code: %(why)s") % {"why": problem(tex)}})
