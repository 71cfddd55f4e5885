"""Stored results of the quality gate, so that the desk runs no checks, and waivers of findings."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from blog.models import PostPage


class DraftCheck(models.Model):
    """The result for the newest draft of a post, and whether it must be checked again.

    ``workflow.draft_checks`` and ``link_checker.link_index`` write it.
    """

    post = models.OneToOneField(PostPage, primary_key=True, on_delete=models.CASCADE, related_name="draft_check")
    is_due = models.BooleanField(default=True)
    # Whether a finding blocks the review, and one line for each blocking finding.
    blocks = models.BooleanField(default=False)
    words = models.TextField(_("what was found"), blank=True)
    checked_at = models.DateTimeField(null=True)
    # Whether links may have changed since ``link_checker.link_index`` read them.
    links_due = models.BooleanField(default=True)

    class Meta:
        default_permissions = ()
        indexes: ClassVar = [
            models.Index(fields=["post"], condition=Q(is_due=True), name="drafts_to_check"),
            models.Index(fields=["post"], condition=Q(links_due=True), name="links_to_read"),
            models.Index(fields=["-checked_at"], condition=Q(blocks=True), name="drafts_that_block"),
        ]

    def __str__(self) -> str:
        return f"{self.post_id}: {self.words}"

    @property
    def findings(self) -> list[str]:
        return self.words.splitlines()


class Waiver(models.Model):
    """Why a finding of the quality gate was accepted anyway. Rows stay when their post is deleted."""

    post_uuid = models.UUIDField(_("post"))
    # As blog.quality.checks names the kinds of findings; the block is "" for what concerns the whole post, and
    # ``about`` names what in the block is meant, so that another link beside it is another finding.
    code = models.CharField(max_length=40)
    block_id = models.CharField(max_length=40, blank=True)
    about = models.CharField(max_length=1000, blank=True)
    reason = models.TextField(_("reason"), max_length=500)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # Stays when the user is deleted.
    name = models.CharField(_("name"), max_length=255)
    given_at = models.DateTimeField(_("given"))

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["post_uuid", "code", "block_id", "about"], name="each_finding_waived_once")
        ]

    def __str__(self) -> str:
        return f"{self.post_uuid}, {self.code}: {self.reason}"
