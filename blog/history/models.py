from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from blog.history.hashes import SHA256_HEX_LENGTH


class PublishedVersion(models.Model):
    """The content of a post as it was published.

    The database refuses to change or delete a row, with two exceptions: the publisher becomes NULL when the user is
    deleted, and a redaction empties ``text``, ``shown`` and ``files`` together, once, and records the date and the
    reason. The post is identified by its UUID, so that versions stay when the page is deleted.
    """

    # The text must stay exactly as it was hashed.
    is_append_only = True

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

    def __str__(self) -> str:
        return f"{self.post_uuid}, version {self.number}"
