import uuid

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import F
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable
from wagtail.search import index

from blog.media.models import BlogImage

from .declarations import DeclarationField
from .slugs import SluggedModel


class Author(SluggedModel, index.Indexed, ClusterableModel):
    """The public identity of an author. A login is optional."""

    address_of = "name"

    # Identifies the author in published versions, whose hashes must cover no name.
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("slug"), max_length=120, unique=True, allow_unicode=True, blank=True)
    bio = models.TextField(
        _("bio"), max_length=600, blank=True, help_text=_("Two or three plain sentences below each post.")
    )
    portrait = models.ForeignKey(
        BlogImage, verbose_name=_("portrait"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("login"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="author",
        # Active users, and users who already have an author.
        limit_choices_to=models.Q(is_active=True) | models.Q(author__isnull=False),
        help_text=_("New posts of this user get this author."),
    )

    # Chosen in the account of the login, for new posts.
    declaration = DeclarationField(_("how my texts are made"))

    panels = [
        FieldPanel("name"),
        FieldPanel("bio"),
        FieldPanel("portrait"),
        InlinePanel("links", label=_("Link"), heading=_("Links")),
        MultiFieldPanel([FieldPanel("slug"), FieldPanel("user")], heading=_("Address and login")),
    ]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
    ]

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = [Lower("name"), "name"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def of_login(cls, user: User, *, name: str, takes_over: bool) -> "Author":
        """The author of this login; else one with this name and no login (with ``takes_over``), or a new one."""
        if author := cls.objects.filter(user=user).first():
            return author
        known = cls.objects.filter(user=None, name=name).first() if takes_over else None
        author = known or cls(name=name)
        author.user = user
        author.save()
        return author


class AuthorLink(Orderable):
    author = ParentalKey(Author, on_delete=models.CASCADE, related_name="links")
    label = models.CharField(_("label"), max_length=60)
    url = models.URLField(_("address"))

    panels = [FieldPanel("label"), FieldPanel("url")]

    class Meta(Orderable.Meta):
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def __str__(self) -> str:
        return self.label


class PostAuthor(Orderable):
    page = ParentalKey("blog.PostPage", on_delete=models.CASCADE, related_name="post_authors")
    # Not PROTECT, because Wagtail cannot open a draft whose protected author was deleted.
    # blog.signal_handlers refuses to delete an author of any post or draft.
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="post_authors")

    panels = [FieldPanel("author")]

    class Meta(Orderable.Meta):
        verbose_name = _("author of a post")
        constraints = [models.UniqueConstraint(F("page"), F("author"), name="each_author_once_per_post")]

    def __str__(self) -> str:
        return str(self.author)
