"""Videos and sound recordings that are stored as documents. Nothing plays automatically."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument

from .prefetched_choosers import PrefetchedDocumentChooserBlock, PrefetchedImageChooserBlock

FILMS = ("mp4", "ogv", "webm")
SOUNDS = ("flac", "m4a", "mp3", "ogg", "opus", "wav")
CAPTIONS = ("vtt",)
validate_language_code = RegexValidator(
    r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", _("Enter a language code, such as en, de or pt-br.")
)


def of_kind(*extensions: str) -> Callable[[AbstractDocument], None]:
    """A validator for the file extension of a chosen document."""

    def check(document: AbstractDocument) -> None:
        if extension(document) not in extensions:
            message = _("“%(title)s” cannot be used here. Choose a file with the extension %(endings)s.")
            endings = ", ".join(f".{each}" for each in extensions)
            raise ValidationError(message, params={"title": document.title, "endings": endings})

    return check


def extension(document: AbstractDocument) -> str:
    return document.file_extension.lower()


def newest_of(extensions: tuple[str, ...]) -> AbstractDocument | None:
    """The newest document with one of these extensions, for the preview of a block."""
    newest = get_document_model().objects.order_by("-pk")[:50]
    return next((document for document in newest if extension(document) in extensions), None)


class RecordingValue(blocks.StructValue):
    @property
    def name(self) -> str:
        return self["title"] or (self["file"].title if self["file"] else "")

    @property
    def ending(self) -> str:
        return extension(self["file"]) if self["file"] else ""


class FilmValue(RecordingValue):
    @property
    def is_playable(self) -> bool:
        return self.ending in FILMS

    @property
    def language_name(self) -> str:
        try:
            return get_language_info(self["language"].lower())["name_local"]
        except KeyError:
            return self["language"]


class SoundValue(RecordingValue):
    @property
    def is_playable(self) -> bool:
        return self.ending in SOUNDS


class RecordingBlock(blocks.StructBlock):
    def get_searchable_content(self, value: RecordingValue) -> list[str]:
        return [text for text in (value.name, value["caption"]) if text]


class VideoBlock(RecordingBlock):
    file = PrefetchedDocumentChooserBlock(
        label=_("Film"), validators=[of_kind(*FILMS)], help_text=_("A document that ends in .mp4, .webm or .ogv")
    )
    title = blocks.CharBlock(required=False, help_text=_("What the reader will see"))
    poster = PrefetchedImageChooserBlock(
        required=False, label=_("Picture"), help_text=_("Shown until a reader starts the film")
    )
    captions = PrefetchedDocumentChooserBlock(
        required=False,
        validators=[of_kind(*CAPTIONS)],
        help_text=_("Subtitles for those who cannot hear the film: a document that ends in .vtt"),
    )
    language = blocks.CharBlock(
        required=False, validators=[validate_language_code], help_text=_("Language of the captions: en, de, fr …")
    )
    caption = blocks.CharBlock(required=False, label=_("Words below"))

    def get_preview_value(self) -> blocks.StructValue:
        value = super().get_preview_value()
        value["file"] = newest_of(FILMS)
        return value

    class Meta:
        icon = "media"
        label = _("Video")
        template = "blog/blocks/video_block.html"
        description = _("A film of your own, with captions")
        help_text = _("The film comes from this site and starts when a reader presses play.")
        value_class = FilmValue
        preview_value: dict[str, Any] = {
            "file": None,
            "title": "A walk through the archive",
            "poster": None,
            "captions": None,
            "language": "",
            "caption": "",
        }


class AudioBlock(RecordingBlock):
    file = PrefetchedDocumentChooserBlock(
        label=_("Sound"),
        validators=[of_kind(*SOUNDS)],
        help_text=_("A document that ends in .mp3, .m4a, .ogg, .opus, .flac or .wav"),
    )
    title = blocks.CharBlock(required=False, help_text=_("What the reader will hear"))
    caption = blocks.CharBlock(required=False, label=_("Words below"))

    def get_preview_value(self) -> blocks.StructValue:
        value = super().get_preview_value()
        value["file"] = newest_of(SOUNDS)
        return value

    class Meta:
        icon = "media"
        label = _("Audio")
        template = "blog/blocks/audio_block.html"
        description = _("A recording of your own, to listen to")
        help_text = _("Add a transcript to the post, or a link to one, for those who cannot hear the recording.")
        value_class = SoundValue
        preview_value: dict[str, Any] = {"file": None, "title": "The sound of the archive", "caption": ""}
