"""Mail that waits for the worker, and for a week what became of it."""

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
    """One plain text, on its way until it is either sent or given up."""

    sender = models.CharField(_("from"), max_length=320)
    recipients = models.JSONField(_("to"))
    subject = models.CharField(_("subject"), max_length=998)
    body = models.TextField(_("text"))
    # A notice of ours. Other mail may hold what opens somebody's account, such as a link to a new password.
    is_notice = models.BooleanField(default=False)
    # What a notice is about, where it must not be said twice to one person.
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
        # Whoever may change mail may see the screen and send again.
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
