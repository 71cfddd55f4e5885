"""Review links for guests without a login, their visits and their comments."""

from datetime import timedelta
from secrets import randbelow
from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Comment

from blog.history.hashes import SHA256_HEX_LENGTH
from blog.models import PostPage

REVIEW_LINK_LIFETIME = timedelta(days=7)


class ReviewLinkState(models.TextChoices):
    OPEN = "open", _("open")
    REVOKED = "revoked", _("revoked")
    EXPIRED = "expired", _("expired")


def new_number() -> int:
    """A random id, which cannot be guessed."""
    return randbelow(2**53)


class ReviewLink(models.Model):
    """Lets one guest read the newest draft of a post, and comment on it if allowed.

    Only a hash of the secret is stored. ``person`` is the author of their comments: a user who cannot sign in, because
    Wagtail comments require a user.
    """

    id = models.BigIntegerField(primary_key=True, default=new_number, editable=False)
    post = models.ForeignKey(PostPage, on_delete=models.CASCADE, related_name="review_links")
    name = models.CharField(_("recipient"), max_length=150, help_text=_("Shown beside their comments."))
    may_comment = models.BooleanField(_("may comment"), default=True)
    may_approve = models.BooleanField(
        _("may approve"),
        default=False,
        help_text=_(
            "Their approval then counts as yours, for texts that you did not write, and both names are stored."
        ),
    )
    # The pinned text. None if the link shows the newest draft.
    content = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    secret_hash = models.CharField(max_length=SHA256_HEX_LENGTH)
    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="review_link")
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    issued_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("review link")
        verbose_name_plural = _("review links")
        default_permissions = ()
        ordering: ClassVar = ["-issued_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> ReviewLinkState:
        """A link works only while the user who created it is active."""
        if self.revoked_at or self.issued_by is None or not self.issued_by.is_active:
            return ReviewLinkState.REVOKED
        if self.expires_at <= timezone.now():
            return ReviewLinkState.EXPIRED
        return ReviewLinkState.OPEN

    @property
    def is_open(self) -> bool:
        return self.state is ReviewLinkState.OPEN

    def draft(self) -> PostPage:
        """The post with the text that the link shows."""
        if self.content is not None:
            return self.post.with_content_json(self.content)
        return self.post.get_latest_revision_as_object()


class ReviewVisit(models.Model):
    """A guest read this text. Programs that only open links leave no visit."""

    link = models.ForeignKey(ReviewLink, on_delete=models.CASCADE, related_name="visits")
    at = models.DateTimeField(default=timezone.now)
    content_hash = models.CharField(max_length=SHA256_HEX_LENGTH)
    # Stored because autosave overwrites revisions. None once two other texts were read.
    content = models.JSONField(null=True, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        default_permissions = ()
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.link}, {self.at:%Y-%m-%d %H:%M}"


class OutsideComment(models.Model):
    """Extends a Wagtail comment of a guest with its own text and its quote."""

    # Without a reverse relation, because Wagtail copies all relations of a comment when it saves a page.
    comment = models.OneToOneField(Comment, primary_key=True, on_delete=models.CASCADE, related_name="+")
    link = models.ForeignKey(ReviewLink, on_delete=models.CASCADE, related_name="comments")
    quote = models.TextField(blank=True)
    text = models.TextField()

    class Meta:
        verbose_name = _("guest comment")
        verbose_name_plural = _("guest comments")
        default_permissions = ()
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.text
