"""Who said that a text may go live, and who wrote what has not gone live yet."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from blog.history.models import SHA256_HEX_LENGTH
from blog.models import PostPage


class Approval(models.Model):
    """Somebody's word for one content of a post, named by its hash and not by a revision.

    Wagtail rewrites a revision's content under the same id while its author types, and publishes the newest one: a
    word for a revision would be a word for whatever stands in it later. Rows stay when their post is deleted.
    """

    class Kind(models.TextChoices):
        REVIEW = "review", _("Review")
        ALONE = "alone", _("Published by one person alone")
        IMPORT = "import", _("Import")
        DEMO = "demo", _("Demo content")

    post_uuid = models.UUIDField(_("post"))
    # As blog.review.approval.content_hash writes down.
    content_hash = models.CharField(max_length=SHA256_HEX_LENGTH)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("given by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Nobody where it was a command, or the login is gone."),
    )
    # Stays when the login goes.
    name = models.CharField(_("name"), max_length=255, blank=True)
    note = models.TextField(_("note"), blank=True)
    given_at = models.DateTimeField(_("given"))
    ended_at = models.DateTimeField(
        _("ended"),
        null=True,
        blank=True,
        help_text=_("When another text went live, changes were asked for, or the review was withdrawn."),
    )

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        # The one to add is what makes a person somebody who may approve.
        default_permissions = ("add",)
        indexes: ClassVar = [
            models.Index(fields=["post_uuid", "content_hash"], condition=Q(ended_at=None), name="open_approvals")
        ]

    def __str__(self) -> str:
        return f"{self.post_uuid}, {self.content_hash}, {self.name}"


class DraftWriter(models.Model):
    """A person who changed what a post says since it was last published, and so may not approve it.

    Kept apart from the revisions, which can be purged.
    """

    post = models.ForeignKey(PostPage, on_delete=models.CASCADE, related_name="draft_writers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # The newest revision with their words: no key, since revisions can be purged.
    revision = models.PositiveBigIntegerField()

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [models.UniqueConstraint(fields=["post", "user"], name="each_writer_of_a_draft_once")]

    def __str__(self) -> str:
        return f"{self.post_id}, {self.user_id}"


class FourEyes(models.Model):
    """One row from the moment at which it was decided whether a second approver turns four-eyes on.

    They do by joining, unless who invited them kept it off. From then on it is what the setting of BlogSettings says.
    """

    decided_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"since {self.decided_at}"
