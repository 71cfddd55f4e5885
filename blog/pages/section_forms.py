"""The form of a page with pages below it."""

from django.core.exceptions import ValidationError
from wagtail.admin.forms.pages import WagtailAdminPageForm

from blog.taxonomy.slugs import refuse_site_address


class SectionForm(WagtailAdminPageForm):
    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        # The model asks again, but a page that is not saved yet does not know its parent.
        try:
            refuse_site_address(cleaned.get("slug", ""), self.parent_page)
        except ValidationError as error:
            self.add_error(None, error)
        return cleaned
