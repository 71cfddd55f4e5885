"""Answers what is pasted into a body: its blocks, and in words what could not come."""

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

from blog.canonical import stored_blocks
from blog.library import take_in
from blog.markdown.body import Block, Note, TextTooLong
from blog.models import BlogImage
from blog.models.media_files import check_size
from blog.pasting import Pasted, PastedTooLong, read_html

from .requests import TextForm, body_block, first_error, refusal, refuse_strangers
from .views import form_state

SENT_PICTURE = re.compile(r"<paste:(\d{1,4})>")
MOST_PICTURES = 50


class PasteForm(TextForm):
    """HTML where the clipboard has it, else Markdown; `language` is that of code out of an editor."""

    html = forms.CharField(required=False, strip=False)
    language = forms.CharField(
        required=False, max_length=30, error_messages={"max_length": gettext_lazy("This is no language.")}
    )


@require_POST
def paste(request: HttpRequest, page_id: int) -> JsonResponse:
    """The blocks of what was pasted. Pictures that were sent along are in the library afterwards, each once."""
    refuse_strangers(request, page_id)
    form = PasteForm(request.POST)
    if not form.is_valid():
        return refusal(first_error(form))
    try:
        pasted = pasted_from(form.cleaned_data)
        pictures = Pictures(request, pasted)
        blocks, notes = stored_blocks(pictures.placed(pasted.markdown))
    except (PastedTooLong, TextTooLong) as refused:
        return refusal(str(refused))
    body = body_block().to_python(list(asking_for_words(blocks, pictures.ids)))
    lost = [*pasted.lost, *(in_words(note) for note in notes)]
    return JsonResponse({"blocks": form_state(body, set()), "lost": list(dict.fromkeys(lost))})


def pasted_from(sent: dict[str, str]) -> Pasted:
    if sent["html"]:
        return read_html(sent["html"], language=sent["language"])
    return Pasted(sent["text"])


class Pictures:
    """The pictures on the clipboard, taken into the library through the checks of every upload."""

    def __init__(self, request: HttpRequest, pasted: Pasted) -> None:
        self.files: list[UploadedFile] = request.FILES.getlist("picture")
        self.user = request.user
        self.pasted = pasted
        self.ids: set[int] = set()

    def placed(self, markdown: str) -> str:
        """The text, in which each picture that was sent has its key."""
        return SENT_PICTURE.sub(self.address, markdown)

    def address(self, place: re.Match[str]) -> str:
        number = int(place[1])
        image = self.taken(self.files[number]) if number < min(len(self.files), MOST_PICTURES) else None
        return f"<image:{image.uuid}>" if image else "<missing>"

    def taken(self, file: UploadedFile) -> BlogImage | None:
        if not policy_registry.get_by_type(BlogImage).user_has_permission(self.user, "add"):
            self.pasted.lost.append(_("a picture: you may not add pictures to this site"))
            return None
        try:
            check_size(file, settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
            file.seek(0)
            image = take_in(file.name, file.read(), user=self.user)
        except ValidationError as refused:
            self.pasted.lost.append(_("a picture: %(reason)s") % {"reason": " ".join(refused.messages)})
            return None
        self.ids.add(image.pk)
        return image


def asking_for_words(blocks: Iterable[Block], pictures: set[int]) -> Iterator[Block]:
    """A picture without words counts as decorative when it is read; one that was just pasted asks for them."""
    descriptions = dict(get_image_model().objects.filter(pk__in=pictures).values_list("pk", "description"))

    def asked(value: object) -> object:
        if isinstance(value, list):
            return [asked(inner) for inner in value]
        if not isinstance(value, dict):
            return value
        if value.get("alt_text") == "" and value["image"] in pictures:
            return {**value, "alt_text": descriptions[value["image"]], "decorative": False}
        return {key: asked(inner) for key, inner in value.items()}

    return (asked(block) for block in blocks)


def in_words(note: Note) -> str:
    if note.construct == "image":
        address = note.detail.partition(" ")[0]
        return _("a picture, which stays where it lies: %(address)s") % {"address": address}
    return f"{note.construct}: {note.detail}" if note.detail else note.construct
