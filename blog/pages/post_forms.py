"""The forms of a post in the admin. Unlike the model, they know whether a draft is saved or a post is published."""

from datetime import UTC, datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from wagtail.admin.forms.pages import WagtailAdminPageForm

from blog.media.tag_field import TagsField
from blog.taxonomy.slugs import MAX_SLUG_LENGTH, RESERVED_SLUGS, free_slug
from blog.taxonomy.topics import Tag

from .section_forms import SectionCopyForm

MAX_SERIES_PLACE = 9999
DATE_FIELDS = ("published_on", "go_live_at", "expire_at")
# Dates outside this range are typing errors, and date arithmetic fails near the limits of the calendar.
FIRST_YEAR, LAST_YEAR = 1900, 9000
EARLIEST, LATEST = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC), datetime(LAST_YEAR, 12, 31, 23, 59, 59, tzinfo=UTC)


class PostForm(WagtailAdminPageForm):
    tags = TagsField(label=_lazy("Tags"), required=False, tag_model=Tag)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        # The browser creates no slug for a title without letters and digits, so clean_slug does.
        self.fields["slug"].required = False
        for name in DATE_FIELDS:
            if field := self.fields.get(name):
                _name_the_zone(field)
                field.validators.append(_check_year)
        if "go_live_at" in self.fields:
            words = _("This date has passed. The post will go live as soon as it is published.")
            self.fields["go_live_at"].widget.attrs["data-past"] = words
        if self.instance._state.adding:
            self.fields["title"].widget.attrs["autofocus"] = True

    def clean_slug(self) -> str:
        if slug := self.cleaned_data["slug"]:
            return slug
        others = self.parent_page.get_children().exclude(pk=self.instance.pk)
        return free_slug(self.cleaned_data.get("title", ""), taken=others, longest=MAX_SLUG_LENGTH)

    def clean_series_place(self) -> int | None:
        place = self.cleaned_data["series_place"]
        if place is not None and not 1 <= place <= MAX_SERIES_PLACE:
            message = _("Enter a number from 1 to %(last)s.")
            raise forms.ValidationError(message, params={"last": MAX_SERIES_PLACE})
        return place

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        if not self.is_deferred_validation:
            self._ask_for_cover_text(cleaned)
        # Not checked in the model, because the series of a scheduled draft may have been deleted.
        if cleaned.get("series_place") and not cleaned.get("series"):
            words = _("Choose the series in which this is part %(place)s.") % {"place": cleaned["series_place"]}
            self.add_error("series", words)
        self._refuse_author_named_twice()
        self._find_rows_saved_meanwhile()
        self._drop_comments_gone_meanwhile()
        return cleaned

    def _ask_for_cover_text(self, cleaned: dict[str, object]) -> None:
        """Requires the alternative text of the cover, except in drafts."""
        is_described = cleaned.get("cover_alt") or cleaned.get("cover_is_decorative")
        if cleaned.get("cover") and not is_described and "cover_alt" not in self.errors:
            message = _("Say what the cover shows, or mark it as decorative, before you submit or publish this post.")
            self.add_error("cover_alt", message)

    def _refuse_author_named_twice(self) -> None:
        formset = self.formsets.get("post_authors")
        if formset is None or not formset.is_valid():
            return
        named = set()
        for form in formset.forms:
            author = None if form.cleaned_data.get("DELETE") else form.cleaned_data.get("author")
            if author and author in named:
                form.add_error("author", _("%(name)s is already an author of this post.") % {"name": author})
            named.add(author)

    def _find_rows_saved_meanwhile(self) -> None:
        """Reuses the rows of authors that autosave or another window added after this form was loaded."""
        formset = self.formsets.get("post_authors")
        if formset is None or not formset.is_valid():
            return
        added = [form for form in formset.extra_forms if form.cleaned_data.get("author")]
        saved = {row.author_id: row.pk for row in self.instance.post_authors.all()} if added else {}
        known = {form.instance.pk for form in formset.initial_forms}
        for form in added:
            row = saved.get(form.cleaned_data["author"].pk)
            if row not in known:
                form.instance.pk = row

    def _drop_comments_gone_meanwhile(self) -> None:
        """Drops comments that were resolved or deleted in another window, so that they are not created again."""
        formset = self.formsets.get("comments")
        if formset is None or not formset.is_valid():
            return
        for form in formset.initial_forms:
            if form.instance.pk is None and form.data.get(form.add_prefix("id")):
                form.cleaned_data["DELETE"] = True
        # Clears Django's cache of the forms to delete.
        vars(formset).pop("_deleted_form_indexes", None)


def _check_year(moment: datetime) -> None:
    if not EARLIEST <= moment <= LATEST:
        message = _("Enter a year from %(first)s to %(last)s.")
        raise forms.ValidationError(message, params={"first": FIRST_YEAR, "last": LAST_YEAR})


def _name_the_zone(field: forms.Field) -> None:
    """Adds the time zone to the help text. blog/static/blog/admin/moments.js adds the time of the browser."""
    zone = timezone.get_current_timezone_name()
    hint = _("In the time zone of the blog, %(zone)s.") % {"zone": zone}
    field.help_text = f"{field.help_text} {hint}".strip()
    field.widget.attrs |= {
        "data-zone": zone,
        "data-yours": _("In your time zone, {zone}: {moment}."),
        "data-same": _("{moment}, also in your time zone."),
        "data-never": _("The clocks change on that day: this time does not exist or occurs twice. Choose another."),
    }


class PostCopyForm(SectionCopyForm):
    def clean_new_slug(self) -> str:
        slug = self.cleaned_data["new_slug"]
        if slug in RESERVED_SLUGS:
            message = _("“%(slug)s” is reserved by the blog. Choose another address.")
            raise forms.ValidationError(message, params={"slug": slug})
        return slug
