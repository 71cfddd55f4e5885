"""Approvals, the writers of drafts, and whether a second approver is required."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from blog.history.hashes import SHA256_HEX_LENGTH


class Approval(models.Model):
    """An approval of one content of a page, which is identified by its hash and not by a revision.

    Wagtail rewrites the content of a revision under the same id while its author types, and publishes the newest one.
    An approval of a revision would therefore apply to later content. Rows stay when their page is deleted.
    """

    class Kind(models.TextChoices):
        REVIEW = "review", _("Review")
        ALONE = "alone", _("Published by one person alone")
        IMPORT = "import", _("Import")
        DEMO = "demo", _("Demo content")

    post_uuid = models.UUIDField(_("post"))
    # As blog.review.approval.content_hash defines it.
    content_hash = models.CharField(max_length=SHA256_HEX_LENGTH)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("given by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Empty if a command approved it, or if the login was deleted."),
    )
    # Stays when the user is deleted.
    name = models.CharField(_("name"), max_length=255, blank=True)
    note = models.TextField(_("note"), blank=True)
    given_at = models.DateTimeField(_("given"))
    ended_at = models.DateTimeField(
        _("ended"),
        null=True,
        blank=True,
        help_text=_("When another text was published, changes were requested, or the review was withdrawn."),
    )

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        # Users with the permission to add approvals may approve.
        default_permissions = ("add",)
        indexes: ClassVar = [
            models.Index(fields=["post_uuid", "content_hash"], condition=Q(ended_at=None), name="open_approvals")
        ]

    def __str__(self) -> str:
        return f"{self.post_uuid}, {self.content_hash}, {self.name}"


class DraftWriter(models.Model):
    """A user who changed a page since it was last published, and so may not approve it.

    Stored separately from the revisions, which can be purged.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="draft_writers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # The newest revision by this user. Not a foreign key, because revisions can be purged.
    revision = models.PositiveBigIntegerField()

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [models.UniqueConstraint(fields=["page", "user"], name="each_writer_of_a_draft_once")]

    def __str__(self) -> str:
        return f"{self.page_id}, {self.user_id}"


class FourEyes(models.Model):
    """One row, created when it was decided whether a second approver is required.

    The second person with the permission to approve enables it, unless their invitation declined it. Afterwards only
    ``BlogSettings`` decides.
    """

    decided_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"since {self.decided_at}"
