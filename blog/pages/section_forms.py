"""The forms of a section."""

from django.core.exceptions import ValidationError
from wagtail.admin.forms.pages import CopyForm, WagtailAdminPageForm

from blog.taxonomy.slugs import refuse_site_address


class SectionForm(WagtailAdminPageForm):
    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        # The model checks again, but a new page does not know its parent.
        try:
            refuse_site_address(cleaned.get("slug", ""), self.parent_page)
        except ValidationError as error:
            self.add_error(None, error)
        return cleaned


class SectionCopyForm(CopyForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        # A page with versions cannot be an alias, because its text would be published twice.
        self.fields.pop("alias", None)
