"""Invitations and requests for new passwords."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.history.hashes import SHA256_HEX_LENGTH

INVITATION_LIFETIME = timedelta(days=7)
MANAGE_PEOPLE_PERMISSION = "auth.change_user"


class InvitationState(models.TextChoices):
    OPEN = "open", _("open")
    USED = "used", _("used")
    REVOKED = "revoked", _("revoked")
    EXPIRED = "expired", _("expired")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        return self.filter(used_at=None, revoked_at=None, expires_at__gt=timezone.now())


class Invitation(models.Model):
    """Invites one person to join with a role.

    Only a hash of the secret is stored, so that somebody who reads the database cannot use the link.
    """

    name = models.CharField(
        _("name"), max_length=150, help_text=_("The person whom you invite. They can change the name.")
    )
    email = models.EmailField(
        _("e-mail address"), blank=True, help_text=_("Optional. You get a link that you can also send yourself.")
    )
    role = models.ForeignKey(Group, verbose_name=_("role"), on_delete=models.CASCADE, related_name="+")
    keeps_four_eyes_off = models.BooleanField(default=False)
    secret_hash = models.CharField(max_length=SHA256_HEX_LENGTH)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("invited by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True)
    used_at = models.DateTimeField(_("used"), null=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("login"), null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        default_permissions = ()
        ordering: ClassVar = ["-expires_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> InvitationState:
        if self.used_at:
            return InvitationState.USED
        if self.revoked_at:
            return InvitationState.REVOKED
        if self.expires_at <= timezone.now():
            return InvitationState.EXPIRED
        return InvitationState.OPEN if self._is_given_by_administrator() else InvitationState.REVOKED

    def _is_given_by_administrator(self) -> bool:
        """A link works only while the user who created it may invite people."""
        giver = self.invited_by
        return giver is not None and giver.is_active and giver.has_perm(MANAGE_PEOPLE_PERMISSION)

    @property
    def is_open(self) -> bool:
        return self.state is InvitationState.OPEN


class PasswordRequest(models.Model):
    """A request for a new password. The worker finds out whether a user has the address."""

    on_redaction = "deleted"

    email = models.EmailField()
    requested_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
