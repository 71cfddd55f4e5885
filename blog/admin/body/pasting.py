"""Converts pasted content to blocks and reports what was lost."""

import re
from collections.abc import Iterable, Iterator

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.images import get_image_model
from wagtail.permissions import policy_registry

from blog.body.canonical import stored_blocks
from blog.markdown.body import Block, TextTooLong
from blog.media.file_fields import check_size
from blog.media.library import add_image
from blog.media.models import BlogImage
from blog.pasting import Pasted, PastedTooLong, TooManyElements, read_html

from .conversion_messages import all_in_words
from .forms import TextForm, body_block, check_may_edit, error_response, first_error
from .views import form_state

# An uploaded picture in the Markdown, with the link around it. Special characters in its alternative text are escaped.
SENT_PICTURE = re.compile(
    r"(?P<linked>\[)?(?P<words>!\[(?:\\.|[^\[\]\\\n])*\])\(<paste:(?P<number>\d{1,4})>\)(?P<link>(?(linked)\]\(<[^<>\n]*>\)))"
)
MAX_PASTED_PICTURES = 50


class PasteForm(TextForm):
    """HTML if the clipboard has it, else Markdown; `language` is that of code copied from a code editor."""

    html = forms.CharField(required=False, strip=False)
    language = forms.CharField(
        required=False, max_length=30, error_messages={"max_length": gettext_lazy("This is not a language.")}
    )


@require_POST
def paste(request: HttpRequest, page_id: int) -> JsonResponse:
    """Returns the blocks of the pasted content. Adds the uploaded pictures to the library, without duplicates."""
    check_may_edit(request, page_id)
    form = PasteForm(request.POST)
    if not form.is_valid():
        return error_response(first_error(form))
    pictures = Pictures(request)
    try:
        pasted = pasted_from(form.cleaned_data)
        blocks, notes = stored_blocks(pictures.placed(pasted.markdown))
    except TooManyElements as refused:
        return error_response(
            _("The pasted content has more than %d HTML elements. Paste it in smaller parts.") % refused.args
        )
    except PastedTooLong as refused:
        return error_response(_("The pasted HTML has %d characters. The limit is %d.") % refused.args)
    except TextTooLong as refused:
        return error_response(str(refused))
    body = body_block().to_python(list(with_empty_alt_text(blocks, pictures.ids)))
    lost = [*pictures.refused, *all_in_words(pasted.lost, notes)]
    return JsonResponse({"blocks": form_state(body), "lost": lost})


def pasted_from(sent: dict[str, str]) -> Pasted:
    if sent["html"]:
        return read_html(sent["html"], language=sent["language"])
    return Pasted(sent["text"])


class Pictures:
    """Adds the pictures on the clipboard to the library, with the same checks as an upload."""

    def __init__(self, request: HttpRequest) -> None:
        self.files: list[UploadedFile] = request.FILES.getlist("picture")
        self.user = request.user
        self.ids: set[int] = set()
        # Messages about the pictures that were refused. They are removed from the text.
        self.refused: list[str] = []

    def placed(self, markdown: str) -> str:
        """The Markdown with the key of each uploaded picture."""
        return SENT_PICTURE.sub(self.with_key, markdown)

    def with_key(self, place: re.Match[str]) -> str:
        try:
            image = self.taken(int(place["number"]))
        except ValidationError as refused:
            self.refused.append(_("a picture: %(reason)s") % {"reason": " ".join(refused.messages)})
            return ""
        return f"{place['linked'] or ''}{place['words']}(<image:{image.uuid}>){place['link']}"

    def taken(self, number: int) -> BlogImage:
        """Adds a picture to the library. Raises ValidationError if it is refused."""
        if number >= MAX_PASTED_PICTURES:
            raise ValidationError(_("at most %d can be pasted at once") % MAX_PASTED_PICTURES)
        if number >= len(self.files):
            raise ValidationError(_("it was not uploaded"))
        if not policy_registry.get_by_type(BlogImage).user_has_permission(self.user, "add"):
            raise ValidationError(_("you may not add pictures to this site"))
        file = self.files[number]
        check_size(file, settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
        file.seek(0)
        image = add_image(file.name, file.read(), user=self.user)
        self.ids.add(image.pk)
        return image


def with_empty_alt_text(blocks: Iterable[Block], pictures: set[int]) -> Iterator[Block]:
    """Marks pasted pictures without alternative text as not decorative, so that the editor asks for one.

    Markdown without alternative text is otherwise read as a decorative picture.
    """
    descriptions = dict(get_image_model().objects.filter(pk__in=pictures).values_list("pk", "description"))

    def with_empty_alt(value: object) -> object:
        if isinstance(value, list):
            return [with_empty_alt(inner) for inner in value]
        if not isinstance(value, dict):
            return value
        if value.get("alt_text") == "" and value["image"] in pictures:
            return {**value, "alt_text": descriptions[value["image"]], "decorative": False}
        return {key: with_empty_alt(inner) for key, inner in value.items()}

    return (with_empty_alt(block) for block in blocks)
