from functools import partial
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Model
from django.forms import FileField
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.collections import BaseCollectionMemberForm
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm
from wagtail.images.models import AbstractImage

from .file_fields import CheckedPicture, check_picture
from .tag_field import TagsField


class PictureFormField(WagtailImageField):
    """Checks the size before decoding a picture, and handles truncated files, unlike Wagtail's field."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.help_text = _(
            "%(formats)s Personal metadata, such as the location, is removed. The picture itself is not changed."
        ) % {"formats": self.help_text}

    def to_python(self, data: UploadedFile | None) -> CheckedPicture | None:
        file = FileField.to_python(self, data)
        return None if file is None else check_picture(file.name, file)


NOT_PRIVATE = _("Pictures are never private: anyone who has the address can open them, even in a private collection.")


class ReplacingForm(BaseCollectionMemberForm):
    """Deletes a replaced file after the transaction is committed.

    Wagtail deletes it earlier, so that both files would be missing if the save fails.
    """

    tags = TagsField(label=_("Tags"), required=False)

    def save(self, commit: bool = True) -> Model:
        replaced, self.original_file = self.original_file, None
        medium = super().save(commit=commit)
        if commit and replaced and "file" in self.changed_data:
            if isinstance(medium, AbstractImage):
                medium.renditions.all().delete()
            transaction.on_commit(partial(replaced.storage.delete, replaced.name), robust=True)
        return medium


class BlogDocumentForm(ReplacingForm, BaseDocumentForm):
    pass


class BlogImageForm(ReplacingForm, BaseImageForm):
    """The form of an uploaded picture."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "collection" in self.fields:
            self.fields["collection"].help_text = NOT_PRIVATE
        # Wagtail overrides the class of this field, whatever the form declares.
        if field := self.fields.get("file"):
            self.fields["file"] = PictureFormField(label=field.label, required=field.required, widget=field.widget)
