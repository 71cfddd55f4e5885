from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.forms import FileField
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from .media_files import CheckedPicture, check_picture


class PictureFormField(WagtailImageField):
    """Wagtail's field decodes a picture before it compares sizes, and a truncated one is an error to it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.help_text = _("%(formats)s Where and by whom it was taken is removed; the picture stays as it is.") % {
            "formats": self.help_text
        }

    def to_python(self, data: UploadedFile | None) -> CheckedPicture | None:
        file = FileField.to_python(self, data)
        return None if file is None else check_picture(file.name, file)


NOT_PRIVATE = _("A picture is never private: whoever has its address can open it, also in a private collection.")


class BlogImageForm(BaseImageForm):
    """The form of an uploaded picture."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "collection" in self.fields:
            self.fields["collection"].help_text = NOT_PRIVATE
        # Wagtail chooses the class of this field by its name, after every place where a form may name one.
        if field := self.fields.get("file"):
            self.fields["file"] = PictureFormField(label=field.label, required=field.required, widget=field.widget)
