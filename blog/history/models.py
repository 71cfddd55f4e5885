from dataclasses import replace
from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.history.content import Content, with_author_keys
from blog.history.hashes import SHA256_HEX_LENGTH
from blog.models import BlogIndexPage

# Rows without a format are of the first.
FORMAT = 2


class RedactionKind(models.TextChoices):
    """What readers are told about the reason of a redaction. Anything else in ``redaction_reason`` is private."""

    PERSONAL = "personal", _("personal data")
    LEGAL = "legal", _("legal")
    RIGHTS = "rights", _("rights of others")
    SECURITY = "security", _("security")
    UNSTATED = "unstated", _("not stated")


def public_label(kind: str) -> str:
    """What readers are told about the reason of a redaction; "" if it is private."""
    is_public = kind in RedactionKind and kind != RedactionKind.UNSTATED
    return str(RedactionKind(kind).label) if is_public else ""


class PublishedVersionQuerySet(models.QuerySet):
    def newest_of(self, page: UUID) -> "PublishedVersion | None":
        """The newest version of a page, with ``is_taken_down`` and ``last_event``."""
        hidden = ShownHistory.objects.filter(page_uuid=page, last_taken_down__gte=OuterRef("number"))
        coming = [SiteEvent.Kind.PUBLISHED, SiteEvent.Kind.UNPUBLISHED]
        events = SiteEvent.objects.filter(post_uuid=page, kind__in=coming).order_by("-pk")
        versions = self.filter(post_uuid=page).annotate(
            is_taken_down=Exists(hidden), last_event=Subquery(events.values("kind")[:1])
        )
        return versions.order_by("-number").first()


class PublishedVersion(models.Model):
    """The content of a page as it was published. docs/history.md describes both formats.

    The database refuses to change or delete a row, with two exceptions: the publisher becomes NULL when the user is
    deleted, and a redaction removes values and records the date and the reason. In the first format it empties
    ``text``, ``shown`` and ``files`` together, once. The page is identified by its UUID, so that versions stay when it
    is deleted.
    """

    # The text must stay exactly as it was hashed.
    is_append_only = True
    # Whether readers may see no version any more. Publishing the same content again is a new publication then.
    is_taken_down = False
    # Whether readers last saw the post come or go, if that was logged.
    last_event: str | None = None

    post_uuid = models.UUIDField(_("post"))
    number = models.PositiveIntegerField(_("number"))
    published_at = models.DateTimeField(_("published"))
    # Later than the above only if the post was live before versions were recorded.
    recorded_at = models.DateTimeField(_("recorded"))
    publisher = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("published by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Nobody where it was a schedule or a command, or the login is gone."),
    )
    text = models.TextField(_("text"))
    shown = models.JSONField(_("shown around the text"))
    files = models.JSONField(_("SHA-256 of the files that it shows"))
    # As blog.history.hashes defines them.
    content_hash = models.CharField(max_length=SHA256_HEX_LENGTH)
    previous_hash = models.CharField(max_length=SHA256_HEX_LENGTH, blank=True)
    hash = models.CharField(max_length=SHA256_HEX_LENGTH, unique=True)
    redacted_at = models.DateTimeField(_("redacted"), null=True, blank=True)
    redaction_reason = models.TextField(_("reason of the redaction"), blank=True)
    # NULL in rows of the first format. With a default, SQLite would rebuild the table and drop its triggers.
    format = models.PositiveSmallIntegerField(null=True, editable=False)
    commitment = models.CharField(max_length=SHA256_HEX_LENGTH, null=True, editable=False)
    # What is known about this publication, for example the kind of change. May get more fields without a new format.
    record = models.JSONField(null=True, editable=False)
    nonces = models.JSONField(null=True, editable=False)
    # The commitments of redacted leaves.
    redacted = models.JSONField(null=True, editable=False)

    objects = PublishedVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("published version")
        verbose_name_plural = _("published versions")
        constraints = [
            models.UniqueConstraint(fields=["post_uuid", "number"], name="each_version_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="versions_start_at_one"),
            models.CheckConstraint(
                condition=Q(redacted_at=None, redaction_reason="")
                | (Q(redacted_at__isnull=False) & ~Q(redaction_reason="")),
                name="redaction_has_a_reason",
            ),
        ]

    @property
    def content(self) -> Content:
        """The content in the present form. Queries the authors of a version of the first format."""
        shown = self.shown if self.format else with_author_keys(self.shown)
        return Content(self.text, shown, self.files, declaration=self.declaration)

    @property
    def declaration(self) -> str | None:
        return (self.record or {}).get("declaration")

    @property
    def is_readable(self) -> bool:
        """Whether there is a text. A redaction of the first format removes all of it."""
        return self.format is not None or self.redacted_at is None

    @property
    def public_reason(self) -> str:
        return public_label(self.redaction_reason)

    def records(self, content: Content) -> bool:
        """Whether this version shows exactly this content, and nothing has to be recorded."""
        if self.is_taken_down or self.declaration != content.declaration:
            return False
        if self.redacted:
            # It has no hash any more.
            return self.content == replace(content, change=None)
        return self.content_hash == content.hash or (self.format is None and self.content.hash == content.hash)

    def __str__(self) -> str:
        return f"{self.post_uuid}, version {self.number}"


class SignificantChange(models.Model):
    """An index of the versions for everybody that correct a fact or bring new information.

    It holds no words: they are in the version. A version whose change was redacted has no row.
    """

    version = models.OneToOneField(
        PublishedVersion, primary_key=True, on_delete=models.CASCADE, related_name="significant"
    )
    page_uuid = models.UUIDField(_("page"), db_index=True)
    number = models.PositiveIntegerField(_("number"))
    is_correction = models.BooleanField(_("corrects a fact"))
    published_at = models.DateTimeField(_("published"), db_index=True)

    class Meta:
        verbose_name = _("significant change")
        verbose_name_plural = _("significant changes")

    def __str__(self) -> str:
        return f"{self.page_uuid}, version {self.number}"


class ShownHistory(models.Model):
    """From which version on readers see the history of a page, as an editor chose it.

    Without a row, they see versions of the second format, because earlier ones do not say for whom they were published.
    """

    page_uuid = models.UUIDField(_("page"), unique=True)
    first_number = models.PositiveIntegerField(_("first version that readers see"), default=1)
    # No editor can choose a version up to this number again.
    last_taken_down = models.PositiveIntegerField(_("newest version that was taken down"), default=0)

    class Meta:
        verbose_name = _("history that readers see")
        verbose_name_plural = _("histories that readers see")
        constraints = [
            models.CheckConstraint(condition=Q(first_number__gte=1), name="shown_history_starts_at_one"),
            models.CheckConstraint(
                condition=Q(first_number__gt=F("last_taken_down")), name="taken_down_versions_are_not_shown"
            ),
        ]

    @classmethod
    def hide_all(cls, page: UUID, *, taken_down: bool) -> int:
        """Hides the versions up to now, also when the page is published again. Returns the number of the newest.

        An editor can show them again unless the page was taken down.
        """
        newest = PublishedVersion.objects.newest_of(page)
        number = int(newest.number) if newest else 0
        values = {"first_number": number + 1} | ({"last_taken_down": number} if taken_down else {})
        cls.objects.update_or_create(page_uuid=page, defaults=values)
        return number

    def __str__(self) -> str:
        return f"{self.page_uuid}, from version {self.first_number}"


class SiteEvent(models.Model):
    """An entry of the log of changes that readers may see. It has no words, and no post that was not for everybody."""

    class Kind(models.TextChoices):
        PUBLISHED = "published", _("Published")
        CORRECTED = "corrected", _("Corrected")
        MOVED = "moved", _("Moved to another address")
        UNPUBLISHED = "unpublished", _("Unpublished")
        REDACTED = "redacted", _("Redacted")

    blog = models.ForeignKey(BlogIndexPage, verbose_name=_("blog"), on_delete=models.CASCADE, related_name="+")
    post_uuid = models.UUIDField(_("post"), db_index=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    # Of a redaction.
    reason = models.CharField(_("reason"), max_length=20, choices=RedactionKind, blank=True)
    at = models.DateTimeField(_("date"), default=timezone.now)
    # An editor held it back.
    is_hidden = models.BooleanField(_("not shown to readers"), default=False)

    class Meta:
        verbose_name = _("change of the site")
        verbose_name_plural = _("changes of the site")
        # Users who may change events may hold them back.
        default_permissions = ("change",)
        indexes: ClassVar = [models.Index(fields=["blog", "-at"], name="newest_site_events")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}, {self.kind}"

    @property
    def public_reason(self) -> str:
        return public_label(self.reason)
