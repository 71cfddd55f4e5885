"""The mail queue. Sent mail stays in it for a week."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MailQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        return self.filter(sent_at=None, given_up_at=None)

    def due(self) -> Self:
        return self.waiting().filter(next_attempt_at__lte=timezone.now()).order_by("next_attempt_at", "pk")


class Mail(models.Model):
    """A plain text message. It is pending until it is sent or given up."""

    on_redaction = "deleted"
    # Other mail may contain secrets, which nobody may find by searching for them.
    rows_with_words = Q(is_notice=True)

    sender = models.CharField(_("from"), max_length=320)
    recipients = models.JSONField(_("to"))
    subject = models.CharField(_("subject"), max_length=998)
    body = models.TextField(_("text"))
    # Whether this is a notification. Other mail may contain secrets, such as a link to reset a password.
    is_notice = models.BooleanField(default=False)
    # Identifies a notification that must not be sent twice to one person.
    key = models.CharField(max_length=255, null=True, unique=True)
    queued_at = models.DateTimeField(default=timezone.now)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(_("error"), blank=True)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mail")
        # Users who may change mail may see the list and resend mail.
        default_permissions = ("change",)
        indexes: ClassVar = [
            models.Index(fields=["next_attempt_at"], condition=Q(sent_at=None, given_up_at=None), name="mail_waiting"),
            models.Index(fields=["-queued_at"], name="mail_newest"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def can_be_sent_again(self) -> bool:
        return self.is_notice or self.sent_at is None
