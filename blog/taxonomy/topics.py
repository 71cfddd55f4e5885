from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from .slugs import SluggedModel


class Topic(SluggedModel, index.Indexed, models.Model):
    """One of a few topics that editors maintain. A post has at most one."""

    address_of = "name"

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(_("slug"), max_length=120, unique=True, allow_unicode=True, blank=True)
    description = models.TextField(
        _("description"), max_length=400, blank=True, help_text=_("Shown above the list of its posts.")
    )

    panels = [FieldPanel("name"), FieldPanel("description"), FieldPanel("slug")]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
    ]

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = [Lower("name"), "name"]

    def __str__(self) -> str:
        return self.name


class Series(SluggedModel, index.Indexed, models.Model):
    """A series of posts in reading order."""

    address_of = "title"

    title = models.CharField(_("title"), max_length=120, unique=True)
    slug = models.SlugField(_("slug"), max_length=120, unique=True, allow_unicode=True, blank=True)
    description = models.TextField(
        _("description"), max_length=400, blank=True, help_text=_("Shown above the list of its posts.")
    )

    panels = [FieldPanel("title"), FieldPanel("description"), FieldPanel("slug")]
    search_fields = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
    ]

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering = [Lower("title"), "title"]

    def __str__(self) -> str:
        return self.title


class Tag(TagBase):
    """A free-form tag."""

    free_tagging = True

    panels = [FieldPanel("name"), FieldPanel("slug")]

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = [Lower("name"), "name"]


class TaggedPost(ItemBase):
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="tagged_posts")
    content_object = ParentalKey("blog.PostPage", on_delete=models.CASCADE, related_name="tagged_items")

    class Meta:
        verbose_name = _("tagged post")
        verbose_name_plural = _("tagged posts")
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="each_tag_once_per_post")]
