"""Removes a phrase from chosen places, with everything that would confirm a guess of it."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_hex
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Q, Value
from django.db.models.signals import post_save
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter, log
from wagtail.models import ModelLogEntry, Page, PageLogEntry, Revision, Site

from blog.history.content import content_of
from blog.history.hashes import leaves, passages
from blog.history.models import PublishedVersion, RedactionKind, SiteEvent
from blog.history.public_versions import PUBLISHED_FOR_EVERYBODY
from blog.history.redaction.phrase import Phrase
from blog.history.redaction.places import (
    RECORD_WITH_WORDS,
    SHOWN_WITHOUT_WORDS,
    Handling,
    Place,
    find_places,
    is_json,
    is_of_page,
    rows_with_words,
    section_with,
    word_fields,
    words_of,
)
from blog.history.redaction.versions import redact
from blog.history.site_log import blog_at, record_event
from blog.history.versioning import backfill_version, load_content
from blog.models import Author, BlogSettings, PostPage, Series, Tag, Topic, VersionedPageMixin
from blog.pages.publication import Publication, lock_page
from blog.pages.versioned import versioned_pages
from blog.public_index.sync import sync_below

REDACTION_LOG_ACTION = "blog_history.redact"

# Sent with ``uuids``, those of pages whose texts or names of related objects changed, inside the transaction.
# Receivers remove hashes of former texts, and write what is derived from the texts.
content_redacted = Signal()


@dataclass
class Removal:
    """``left`` are the places where the phrase still stands; ``guessable`` counts versions of the first format."""

    removed: Counter[str] = field(default_factory=Counter)
    guessable: int = 0
    left: list[Place] = field(default_factory=list)

    def as_data(self) -> dict[str, Any]:
        left = Counter(place.kind for place in self.left)
        return {"removed": dict(self.removed), "guessable": self.guessable, "left": dict(left)}


@transaction.atomic
def remove_phrase(
    phrase: Phrase, *, keys: Collection[str] | None = None, kind: str, reason: str, user: User | None
) -> tuple[Removal, ModelLogEntry]:
    """Removes the phrase from the places with these keys, or from all. Returns what was done, and its log entry.

    What readers see of a page is removed in it and in its newest version together, whichever was chosen.
    Raises ValidationError if the phrase is in the address of a home page or blog.
    """
    if section := section_with(phrase):
        message = _("The phrase is in the address of “%(title)s”. Give that page another address first.")
        raise ValidationError(message % {"title": section.title})
    places = [place for place in find_places(phrase) if place.handling != Handling.BY_HAND]
    chosen = {place for place in places if keys is None or place.key in keys}
    live = {place.live for place in chosen} - {None}
    chosen |= {place for place in places if place.live in live}
    result, uuids, redacted_pages = Removal(), set(), set()
    # Versions last, because the newest gets what its page shows then.
    for place in sorted(chosen, key=lambda place: (place.model is PublishedVersion, place.key)):
        uuids |= pages_of(place)
        if place.model is PublishedVersion:
            redacted_pages |= pages_of(place) if was_for_everybody(place.pk) else set()
            result.guessable += redact_version(place, phrase, kind)
        else:
            remove_from_row(place, phrase)
        result.removed[place.kind] += 1
    content_redacted.send(PostPage, uuids=uuids)
    for cache in ("default", "highlighted"):
        transaction.on_commit(caches[cache].clear)
    for post in PostPage.objects.filter(uuid__in=redacted_pages).defer("body"):
        record_event(post, SiteEvent.Kind.REDACTED, blog=blog_at(post.path), reason=kind)
    result.left = find_places(phrase)
    return result, record(result, uuids, kind=kind, reason=reason, user=user)


def pages_of(place: Place) -> set[UUID]:
    """The pages whose hashes may cover what stands in this row."""
    model, pk = place.model, place.pk
    about = {Author: "post_authors__author", Topic: "topic", Series: "series", Tag: "tags"}
    if model is PublishedVersion:
        return {PublishedVersion.objects.values_list("post_uuid", flat=True).get(pk=pk)}
    if is_of_page(place):
        return uuid_of_page(pk)
    if model is Revision:
        revision = Revision.objects.values_list("object_id", "base_content_type__model").get(pk=pk)
        return uuid_of_page(int(revision[0])) if revision[1] == "page" else set()
    posts = Q(**{about[model]: pk}) if model in about else Q(pk__in=related_posts(model, pk))
    return set(PostPage.objects.filter(posts).values_list("uuid", flat=True))


def uuid_of_page(pk: int) -> set[UUID]:
    page = Page.objects.filter(pk=pk).specific().first()
    return {page.uuid} if isinstance(page, VersionedPageMixin) else set()


def was_for_everybody(version: int) -> bool:
    return PublishedVersion.objects.filter(PUBLISHED_FOR_EVERYBODY, pk=version).exists()


def related_posts(model: type[models.Model], pk: Any) -> set[int]:
    """The posts that a row names itself, or through the row that it belongs to."""
    row = model._base_manager.filter(pk=pk).first()
    owners = [row, getattr(row, "link", None)]
    return {owner.post_id for owner in owners if hasattr(owner, "post_id")}


def remove_from_row(place: Place, phrase: Phrase) -> None:
    rows = place.model._base_manager.filter(pk=place.pk)
    if place.handling == Handling.DELETE:
        rows.delete()
        return
    if place.model is Page:
        lock_page(place.pk)
    for row in rows_with_words(place.model, place.pk):
        try:
            with transaction.atomic():
                rows.update(**changed_values(place.model, row, phrase, ""))
        except IntegrityError:
            # Another row has this value, which must be unique.
            rows.update(**changed_values(place.model, row, phrase, token_hex(3)))
    if place.model is Page:
        move_to_address(Page.objects.get(pk=place.pk))
    elif place.model is Revision:
        make_open_editors_out_of_date(place.pk)
    else:
        # What is derived from other rows is written again. Nobody has written the drafts.
        post_save.send(place.model, instance=rows.get(), created=False, raw=False, update_fields=None, using=rows.db)


def make_open_editors_out_of_date(revision: int) -> None:
    """An editor that has the draft open would save the phrase again. The time of the draft tells it of the change."""
    pages = Page.objects.filter(latest_revision=revision)
    if pages.exists():
        moment = timezone.now()
        Revision.objects.filter(pk=revision).update(created_at=moment)
        pages.update(latest_revision_created_at=moment)


def was_redacted(page: Page, since: datetime) -> bool:
    """Whether a draft that was loaded at that time may contain what was removed."""
    return PageLogEntry.objects.filter(page=page, action=REDACTION_LOG_ACTION, timestamp__gte=since).exists()


def changed_values(model: type[models.Model], row: dict[str, Any], phrase: Phrase, suffix: str) -> dict[str, Any]:
    changed = {}
    for one, old in zip(word_fields(model), words_of(model, row).values(), strict=True):
        new = phrase.removed_from(old, name=one.name, suffix=suffix)
        if new != old:
            stored = Value(new, output_field=models.JSONField()) if is_json(one) else new[: one.max_length]
            changed[one.name] = stored
    return changed


def move_to_address(page: Page) -> None:
    """Gives the page the address of its slug, without a redirect from the former one, which held the phrase."""
    former, parent = page.url_path, page.get_parent()
    if parent is None:
        return
    slug = page.slug
    while page.get_siblings(inclusive=False).filter(slug=page.slug).exists():
        page.slug = f"{slug}-{token_hex(3)}"
    page.set_url_path(parent)
    if page.url_path != former:
        Page.objects.filter(pk=page.pk).update(slug=page.slug, url_path=page.url_path)
        page._update_descendant_url_paths(former, page.url_path)
    sync_below(page)


def redact_version(place: Place, phrase: Phrase, kind: str) -> bool:
    """Returns whether a guess can still be confirmed, as in the first format, whose hash covers the whole text."""
    version = PublishedVersion.objects.get(pk=place.pk)
    live = Page.objects.get(pk=place.live).specific if place.live else None
    if version.format is None:
        version.text, version.shown, version.files = "", {}, {}
        version.redacted_at, version.redaction_reason = timezone.now(), kind
        version.save()
        if live:
            # Otherwise there would be no record of what readers see.
            publication = Publication(live, publisher=None)
            load_content(publication)
            backfill_version(publication)
        return True
    redact(version, replacements_in(version, phrase, live), reason=kind)
    return False


def replacements_in(version: PublishedVersion, phrase: Phrase, live: VersionedPageMixin | None) -> dict[str, Any]:
    """The new values of the leaves that contain the phrase. Those of a live page are what it shows now."""
    shown_now = live_leaves(version, live) if live else {}
    found = {}
    for name, value in leaves(version).items():
        group, _slash, key = name.partition("/")
        if group == "files" or (group == "record" and name != RECORD_WITH_WORDS) or name in SHOWN_WITHOUT_WORDS:
            continue
        new = phrase.removed_from(value, name=key)
        if name == "around/tags":
            new = {phrase.removed_from(slug, name="slug"): phrase.removed_from(tag) for slug, tag in value.items()}
        if new != value:
            found[name] = shown_now.get(name, new)
    return {name: value for name, value in found.items() if not phrase.is_in(value)}


def live_leaves(version: PublishedVersion, live: VersionedPageMixin) -> dict[str, Any]:
    content = content_of(live)
    if len(passages(content.text)) != len(passages(version.text)):
        return {}
    now = PublishedVersion(text=content.text, shown=content.shown, files=content.files, record={})
    return leaves(now)


def record(result: Removal, uuids: Iterable[UUID], *, kind: str, reason: str, user: User | None) -> ModelLogEntry:
    """Logs the redaction, without the phrase: at each page, and as a whole at the site."""
    data = {"kind": kind, "reason": reason}
    for page in versioned_pages(uuids).values():
        log(instance=page, action=REDACTION_LOG_ACTION, user=user, data=data)
    settings = BlogSettings.for_site(Site.objects.filter(is_default_site=True).first() or Site.objects.first())
    return log(instance=settings, action=REDACTION_LOG_ACTION, user=user, data={**data, **result.as_data()})


class RedactionLogFormatter(LogFormatter):
    label = _("Redact")

    def format_message(self, entry: PageLogEntry | ModelLogEntry) -> str:
        kinds = dict(RedactionKind.choices)
        return f"{_('Redacted')}: {kinds.get(entry.data.get('kind'), '')}"

    def format_comment(self, entry: PageLogEntry | ModelLogEntry) -> str:
        return entry.data.get("reason", "")
