"""External addresses that posts link to, and the results of requesting them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.models import PostPage


class LinkedAddressQuerySet(models.QuerySet["LinkedAddress"]):
    def failing(self) -> "LinkedAddressQuerySet":
        return self.filter(failures__gt=0)


class LinkedAddress(models.Model):
    """One address, however many posts link to it. Rows exist only while a blog checks its links."""

    on_redaction = "deleted"

    # Normalized by blog.review.link_checker.extraction.
    address = models.CharField(max_length=1000, unique=True)
    host = models.CharField(max_length=255)
    posts = models.ManyToManyField(PostPage, related_name="linked_addresses")
    due_at = models.DateTimeField(default=timezone.now, db_index=True)
    asked_at = models.DateTimeField(null=True, db_index=True)
    # None without an answer.
    status = models.PositiveSmallIntegerField(null=True)
    failing_since = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    is_dead = models.BooleanField(default=False)

    objects = LinkedAddressQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes: ClassVar = [models.Index(fields=["failing_since"], condition=Q(is_dead=True), name="dead_addresses")]

    def __str__(self) -> str:
        return self.address

    @property
    def answer(self) -> str:
        return str(self.status) if self.status else _("no answer")
