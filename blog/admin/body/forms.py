"""Forms for what the editor sends about a body, permission checks, and error responses."""

from django import forms
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StreamBlock, StreamValue
from wagtail.models import Page

from blog.markdown.parser import MAX_CHARACTERS
from blog.pages.post import PostPage


class TextForm(forms.Form):
    """Markdown, with the CRLF of a submitted form converted to LF."""

    text = forms.CharField(
        required=False,
        strip=False,
        max_length=MAX_CHARACTERS,
        error_messages={"max_length": _("This text has %(show_value)s characters. The limit is %(limit_value)s.")},
    )

    def clean_text(self) -> str:
        return with_plain_line_ends(self.cleaned_data["text"])


def with_plain_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def check_may_edit(request: HttpRequest, page_id: int) -> None:
    """Raises PermissionDenied unless the user may edit this post, or add one to this section."""
    page = get_object_or_404(Page, pk=page_id).specific
    allowed = page.permissions_for_user(request.user)
    if not (allowed.can_edit() if isinstance(page, PostPage) else allowed.can_add_subpage()):
        raise PermissionDenied


def body_block() -> StreamBlock:
    return PostPage._meta.get_field("body").stream_block


def body_in(request: HttpRequest) -> StreamValue:
    """The body in the submitted form, read from the same fields as on save."""
    if "body-count" not in request.POST:
        return body_block().to_python([])
    fields = {name: with_plain_line_ends(value) for name, value in request.POST.items()}
    try:
        return body_block().value_from_datadict(fields, request.FILES, "body")
    except (KeyError, ValueError) as missing:
        message = f"These are not the fields of a body: {missing}"
        raise BadRequest(message) from missing


def error_response(words: str) -> JsonResponse:
    return JsonResponse({"error": words}, status=400)


def first_error(form: forms.Form) -> str:
    return next(iter(form.errors.values()))[0]
