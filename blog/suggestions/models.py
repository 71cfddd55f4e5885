"""Edits and remarks that readers suggest for a post."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable

from blog.history.hashes import SHA256_HEX_LENGTH
from blog.models import BlogIndexPage, PostPage, Topic

MAX_READER_NAME_LENGTH = 80
MAX_CONTACT_LENGTH = 200


class Suggestion(models.Model):
    """``before`` is the text of the version that the reader saw, and ``after`` the same with the edits, both canonical.

    They are equal if the reader only has a remark. ``edits`` are the new words by place (``blog.history.places``), and
    ``fields`` the old and new values of title, summary, tags and date. Nothing of it is public before an editor accepts
    it.
    """

    class Kind(models.TextChoices):
        EDIT = "edit", _("Suggestion")
        OBJECTION = "objection", _("Objection")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        HELD = "held", _("Held as possible spam")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")

    # Names the reader in the version that contains the edit.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    post = models.ForeignKey(PostPage, verbose_name=_("post"), on_delete=models.CASCADE, related_name="suggestions")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.EDIT)
    version = models.PositiveIntegerField(_("version"))
    before = models.TextField(_("text before"))
    after = models.TextField(_("text after"))
    edits = models.JSONField(default=dict)
    fields = models.JSONField(default=dict)
    remark = models.TextField(_("remark"), blank=True)
    name = models.CharField(_("name"), max_length=MAX_READER_NAME_LENGTH, blank=True)
    contact = models.CharField(_("mail address or link"), max_length=MAX_CONTACT_LENGTH, blank=True)
    may_be_named = models.BooleanField(_("may be named"), default=False)
    # Readers see the remark and the answer if the reader who asked and an editor want it.
    may_be_shown = models.BooleanField(_("may be shown"), default=False)
    is_shown = models.BooleanField(_("shown to readers"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    # How many readers sent the same.
    times = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(_("sent"), auto_now_add=True)
    secret_hash = models.CharField(max_length=SHA256_HEX_LENGTH, unique=True)
    answer = models.TextField(_("answer"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("decided by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    # ``before`` with the edits as the editor accepted them, and whether these were others than the reader's.
    accepted = models.TextField(blank=True)
    was_changed = models.BooleanField(default=False)
    # When it was in a mail to editors.
    mailed_at = models.DateTimeField(null=True)
    # The revision into which it was accepted, and the number of the version that published it.
    revision = models.PositiveBigIntegerField(null=True)
    published_in = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        default_permissions = ("change",)
        indexes: ClassVar = [
            models.Index(fields=["-created_at"], condition=Q(state="open"), name="open_suggestions"),
            models.Index(
                fields=["post"], condition=Q(state="accepted", published_in=None), name="unpublished_suggestions"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post}, {formats.date_format(timezone.localtime(self.created_at), 'SHORT_DATE_FORMAT')}"

    @property
    def proposals(self) -> dict[str, str]:
        """The new words of each place, link and field that the reader changed."""
        return {**self.edits, **{name: new for name, (_old, new) in self.fields.items()}}

    @property
    def is_question(self) -> bool:
        """Whether an editor may show the remark and the answer."""
        return self.may_be_shown and bool(self.remark) and not self.is_objection

    @property
    def is_objection(self) -> bool:
        return self.kind == self.Kind.OBJECTION

    @property
    def is_edit(self) -> bool:
        return self.before != self.after or bool(self.fields)


@register_setting(icon="calendar-alt", order=250)
class SuggestionRota(BaseSiteSetting, ClusterableModel):
    """Who answers suggestions in which week. Without turns, every editor is told about every suggestion."""

    panels: ClassVar = [
        HelpPanel(
            content=_(
                "The people below take turns by week, in this order. Mail about suggestions goes to the person whose "
                "turn it is. Turns of a topic come before those of a blog, and these before all others."
            )
        ),
        InlinePanel("turns", label=_("Turn"), heading=_("Turns")),
    ]

    class Meta:
        verbose_name = _("rota for suggestions")
        verbose_name_plural = _("rotas for suggestions")


class RotaTurn(Orderable):
    rota = ParentalKey(SuggestionRota, on_delete=models.CASCADE, related_name="turns")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="+",
        limit_choices_to={"is_active": True},
    )
    blog = models.ForeignKey(
        BlogIndexPage,
        verbose_name=_("only for the blog"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    topic = models.ForeignKey(
        Topic, verbose_name=_("only for the topic"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )

    panels: ClassVar = [FieldPanel("user"), FieldPanel("blog"), FieldPanel("topic")]

    class Meta(Orderable.Meta):
        verbose_name = _("turn")
        verbose_name_plural = _("turns")

    def __str__(self) -> str:
        return f"{self.user}, {self.topic or self.blog or self.rota.site}"

    def is_for(self, post: PostPage) -> bool:
        is_in_blog = self.blog is None or post.path.startswith(self.blog.path)
        return is_in_blog and self.topic_id in (None, post.topic_id)
