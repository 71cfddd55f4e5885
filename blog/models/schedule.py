"""What the worker says of itself."""

from django.db import models


class Heartbeat(models.Model):
    """One row: when the worker last began a round."""

    at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.at}"
