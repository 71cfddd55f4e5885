"""Every place in the database where a phrase stands, in all tables that docs/data.md names."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, TextField
from django.db.models.functions import Cast
from django.utils import formats
from wagtail.fields import StreamField
from wagtail.models import Page, Revision, get_page_models

from blog.history.models import PublishedVersion
from blog.history.redaction.phrase import Excerpt, Phrase
from blog.models import VersionedPageMixin
from blog.pages.versioned import IntroductionMixin, is_versioned_model, versioned_pages

MAX_EXCERPTS_PER_PLACE = 2
ROWS_PER_CHUNK = 100


class Handling(StrEnum):
    """What a redaction does with the rows of a table. docs/data.md says it for each."""

    REPLACE = "replaced"
    DELETE = "deleted"
    # Written again from other tables.
    DERIVE = "derived"
    # Somebody has to decide what else becomes of it.
    BY_HAND = "by hand"
    NO_WORDS = "no words"


# Models of this project say it in ``on_redaction``. All others are replaced.
HANDLING_OF_PACKAGES = {
    "wagtailredirects.Redirect": Handling.DELETE,
    "wagtailcore.UploadedFile": Handling.DELETE,
    "wagtailadmin.FormState": Handling.DELETE,
    "wagtailcore.ReferenceIndex": Handling.DERIVE,
    **dict.fromkeys(("auth.User", "auth.Group", "wagtailcore.Site", "wagtailcore.APIToken"), Handling.BY_HAND),
    # The review is set up by their names.
    **dict.fromkeys(("wagtailcore.Task", "wagtailcore.Workflow"), Handling.BY_HAND),
    **dict.fromkeys(
        (
            *("auth.Permission", "contenttypes.ContentType", "sessions.Session", "wagtailcore.Locale"),
            *("wagtailusers.UserProfile", "wagtailadmin.EditingSession", "wagtailcore.WorkflowState"),
            *("wagtailcore.PageViewRestriction", "wagtailcore.CollectionViewRestriction"),
        ),
        Handling.NO_WORDS,
    ),
}
# Empty tables of packages.
UNUSED_APPS = {"taggit", "wagtailimages", "wagtaildocs", "wagtailembeds", "wagtailsearch"}
# Columns without words of people: ids, hashes, passwords, and what the address of a page is computed into.
FIELDS_WITHOUT_WORDS = {
    *("path", "url_path", "object_id", "action", "contentpath", "position", "code", "block_id", "key", "prefix"),
    *("hash", "commitment", "nonces", "redacted", "files", "redaction_reason", "password", "host", "filter_spec"),
    *("preferred_language", "current_time_zone", "accent", "source_name", "focal_point_key"),
}
# Members of a record that hold words. The others say what kind of publication it was.
RECORD_WITH_WORDS = "record/change"
SHOWN_WITHOUT_WORDS = {
    "shown/language",
    "shown/licence",
    "shown/authors",
    "shown/published_on",
    "shown/replaced_by",
    "around/published_at",
}


@dataclass(frozen=True)
class Place:
    """A row in which the phrase stands. ``live`` is the page of which it is what readers see now."""

    model: type[models.Model]
    pk: Any
    title: str
    excerpts: tuple[Excerpt, ...]
    live: int | None = None

    @property
    def key(self) -> str:
        return f"{self.model._meta.label}:{self.pk}"

    @property
    def handling(self) -> Handling:
        return handling(self.model)

    @property
    def kind(self) -> str:
        return str(self.model._meta.verbose_name_plural)


def handling(model: type[models.Model]) -> Handling:
    found = getattr(model, "on_redaction", None) or HANDLING_OF_PACKAGES.get(model._meta.label)
    return Handling(found) if found else (Handling.REPLACE if word_fields(model) else Handling.NO_WORDS)


def word_fields(model: type[models.Model]) -> list[models.Field]:
    """The columns that may hold words of people."""
    kinds = (models.CharField, models.TextField, models.JSONField, StreamField)
    return [
        field
        for field in model._meta.local_concrete_fields
        if isinstance(field, kinds)
        and not (field.choices or field.primary_key or field.name in FIELDS_WITHOUT_WORDS)
        and not field.name.endswith(("_hash", "_sha256"))
    ]


def searched_models() -> list[type[models.Model]]:
    found = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    listed = (Handling.REPLACE, Handling.DELETE, Handling.BY_HAND)
    return [model for model in found if model._meta.app_label not in UNUSED_APPS and handling(model) in listed]


def find_places(phrase: Phrase, *, limit: int | None = None) -> list[Place]:
    """The places in the order of tables. What is derived from them is not listed."""
    found = islice((place for model in searched_models() for place in places_in(model, phrase)), limit)
    return with_titles(list(found))


def section_with(phrase: Phrase) -> Page | None:
    """A home page or blog whose address contains the phrase. All pages below it would get another address."""
    sections = [model for model in get_page_models() if issubclass(model, IntroductionMixin)]
    pages = (page for model in sections for page in model.objects.only("title", "slug"))
    return next((page for page in pages if phrase.is_in(page.slug)), None)


def places_in(model: type[models.Model], phrase: Phrase) -> Iterator[Place]:
    for row in rows_with_words(model):
        values = words_of(model, row)
        if excerpts := tuple(islice(phrase.excerpts(list(values.values())), MAX_EXCERPTS_PER_PLACE)):
            yield Place(model, row["pk"], "", excerpts)


def rows_with_words(model: type[models.Model], pk: Any = None) -> Iterator[dict[str, Any]]:
    """The rows with their columns as they are stored, because a body would be repaired when it is read."""
    rows = model._base_manager.all() if pk is None else model._base_manager.filter(pk=pk)
    if only := getattr(model, "rows_with_words", None):
        rows = rows.filter(only)
    fields = word_fields(model)
    stored = {f"stored_{field.name}": Cast(field.name, TextField()) for field in fields if is_json(field)}
    plain = [field.name for field in fields if not is_json(field)]
    yield from rows.order_by("pk").values("pk", *plain, **stored).iterator(chunk_size=ROWS_PER_CHUNK)


def words_of(model: type[models.Model], row: dict[str, Any]) -> dict[str, Any]:
    """The values of a row, by field. Of a version, by leaf."""
    values = {field.name: value_of(field, row) for field in word_fields(model)}
    return version_words(values) if model is PublishedVersion else values


def value_of(field: models.Field, row: dict[str, Any]) -> Any:
    if not is_json(field):
        return row[field.name]
    stored = row[f"stored_{field.name}"]
    return json.loads(stored) if stored else None


def version_words(values: dict[str, Any]) -> dict[str, Any]:
    shown, record = values["shown"] or {}, values["record"] or {}
    around = shown.get("around", {})
    words = {"text": values["text"], RECORD_WITH_WORDS: record.get("change")}
    words |= {f"shown/{name}": value for name, value in shown.items() if name != "around"}
    words |= {f"around/{name}": [value, *value] if name == "tags" else value for name, value in around.items()}
    return {name: value for name, value in words.items() if name not in SHOWN_WITHOUT_WORDS}


def is_json(field: models.Field) -> bool:
    return isinstance(field, models.JSONField | StreamField)


def with_titles(places: list[Place]) -> list[Place]:
    """The places with what identifies them for people, and the page whose readers see them now."""
    versions = {place.pk for place in places if place.model is PublishedVersion}
    facts = version_facts(versions)
    pages = {place.pk for place in places if is_of_page(place)}
    live = {
        page.pk for page in Page.objects.filter(pk__in=pages, live=True).specific() if is_versioned_model(type(page))
    }
    titled = []
    for place in places:
        if place.model is PublishedVersion:
            title, page = facts[place.pk]
            titled.append(replace(place, title=title, live=page))
        else:
            page = place.pk if is_of_page(place) and place.pk in live else None
            titled.append(replace(place, title=title_of(place), live=page))
    return titled


def is_of_page(place: Place) -> bool:
    return place.model is Page or is_versioned_model(place.model)


def version_facts(pks: Iterable[int]) -> dict[int, tuple[str, int | None]]:
    """The title of each version, and its page if it is the newest of a live page."""
    later = PublishedVersion.objects.filter(post_uuid=OuterRef("post_uuid"), number__gt=OuterRef("number"))
    rows = PublishedVersion.objects.filter(pk__in=pks).annotate(is_old=Exists(later))
    rows = list(rows.values_list("pk", "post_uuid", "number", "is_old"))
    pages = versioned_pages(row[1] for row in rows)
    return {
        pk: (f"{pages.get(uuid, uuid)}, {number}", pages[uuid].pk if is_live(pages, uuid) and not is_old else None)
        for pk, uuid, number, is_old in rows
    }


def is_live(pages: dict[UUID, VersionedPageMixin], uuid: UUID) -> bool:
    return uuid in pages and pages[uuid].live


def title_of(place: Place) -> str:
    row = place.model._base_manager.filter(pk=place.pk).first()
    if isinstance(row, Revision):
        return f"{row.object_str}, {formats.date_format(row.created_at, 'SHORT_DATETIME_FORMAT')}"
    return str(row)
