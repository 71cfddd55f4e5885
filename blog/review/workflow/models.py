"""The assignment of a review to one person."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import TaskState


class HandOver(models.Model):
    """The person to whom a review is assigned. Others may still decide on it. A new assignment replaces the old one."""

    step = models.OneToOneField(TaskState, primary_key=True, on_delete=models.CASCADE, related_name="handed_over")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("to"), on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.TextField(_("note"), max_length=500, blank=True)
    at = models.DateTimeField(_("handed over"))

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.step_id} to {self.to_id}"
