from django.db import models
from django.utils import timezone


class AttemptCount(models.Model):
    """How often something was tried within a window of time. The key is a hash and names nobody."""

    key = models.CharField(primary_key=True, max_length=64)
    attempts = models.PositiveIntegerField(default=0)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()


class PasswordRequest(models.Model):
    """Somebody asked for a new password. The worker finds out whether anybody has the address."""

    email = models.EmailField()
    requested_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
