from collections.abc import Collection
from datetime import datetime
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from wagtail.admin.panels import (
    FieldPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.models import Page, PageViewRestriction, ReferenceIndex
from wagtail.search import index
from wagtail.url_routing import RouteResult

from blog.blocks.body import BodyField
from blog.blocks.body_text import body_text
from blog.blocks.reading_time import reading_minutes
from blog.media.models import BlogImage
from blog.page_tree import restrictions_on
from blog.pages.panels import BodyPanel
from blog.pages.publication import after_save, is_metadata_only, reload_for_update
from blog.public_index.querysets import PostPageManager
from blog.public_index.sync import sync_stored
from blog.settings.licences import LicenceChoice
from blog.taxonomy.declarations import DeclarationField
from blog.taxonomy.slugs import RESERVED_SLUGS
from blog.taxonomy.topics import Series, TaggedPost, Topic
from blog.views.post import post_context

from .drafts import DraftableMixin, reference_index_disabled
from .post_forms import EARLIEST, LATEST, PostCopyForm, PostForm
from .states import StateLabelMixin
from .trash import TrashableMixin


class PostPage(DraftableMixin, StateLabelMixin, TrashableMixin, Page):
    page_kind = "post"
    has_public_history = True

    summary = models.TextField(
        _("summary"),
        max_length=300,
        blank=True,
        help_text=_("One or two sentences, shown in lists, in feeds and below the title."),
    )
    body = BodyField(verbose_name=_("body"), blank=True)
    cover = models.ForeignKey(
        BlogImage,
        verbose_name=_("cover"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown above the post and in lists."),
    )
    cover_alt = models.CharField(
        _("what the cover shows"),
        max_length=255,
        blank=True,
        help_text=_("For readers who cannot see it."),
    )
    cover_is_decorative = models.BooleanField(
        _("cover is decorative"),
        default=False,
        help_text=_("Readers who cannot see it miss nothing."),
    )
    published_on = models.DateTimeField(
        _("publication date"),
        null=True,
        blank=True,
        help_text=_("Leave empty for the moment of first publication. To publish later, set a schedule instead."),
    )
    topic = models.ForeignKey(
        Topic, verbose_name=_("topic"), null=True, blank=True, on_delete=models.SET_NULL, related_name="posts"
    )
    tags = ClusterTaggableManager(through=TaggedPost, blank=True, verbose_name=_("tags"))
    series = models.ForeignKey(
        Series, verbose_name=_("series"), null=True, blank=True, on_delete=models.SET_NULL, related_name="posts"
    )
    series_place = models.PositiveSmallIntegerField(
        _("place in the series"), null=True, blank=True, help_text=_("1 for the first part.")
    )
    licence = models.CharField(
        _("licence"),
        max_length=40,
        choices=LicenceChoice,
        blank=True,
        help_text=_("Leave empty for the blog's licence."),
    )
    canonical_url = models.URLField(
        _("original address"),
        blank=True,
        help_text=_("Only if the post was first published elsewhere. Search engines are told about that address."),
    )
    replaced_by = models.ForeignKey(
        "self",
        verbose_name=_("replaced by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Another post that readers should read instead. A link to it is shown above the text."),
    )

    declaration = DeclarationField(
        _("how the text was made"),
        help_text=_(
            "Readers see it in the history if the blog shows reviews. Empty says nothing. "
            "Your account has a default for new posts."
        ),
    )

    # What a draft of a published post says about its change, until it is published.
    change = models.JSONField(null=True, editable=False)
    # Denormalized, because lists show it and the body is large.
    minutes = models.PositiveSmallIntegerField(default=1, editable=False)

    content_panels: ClassVar = [
        TitleFieldPanel("title", placeholder=_("Title"), help_text=_("Also gives the address until publication.")),
        FieldPanel("summary"),
        BodyPanel("body"),
    ]
    about_panels: ClassVar = [
        MultiFieldPanel([FieldPanel(name) for name in ("cover", "cover_alt", "cover_is_decorative")], _("Cover")),
        InlinePanel("post_authors", label=_("Author"), heading=_("Authors")),
        MultiFieldPanel([FieldPanel("topic"), FieldPanel("tags")], heading=_("Subject")),
        MultiFieldPanel([FieldPanel("series"), FieldPanel("series_place")], heading=_("Series")),
        MultiFieldPanel([FieldPanel("published_on"), FieldPanel("licence")], heading=_("Date and licence")),
        FieldPanel("replaced_by"),
        MultiFieldPanel([FieldPanel("declaration")], heading=_("Declaration")),
    ]
    address_panels: ClassVar = [
        FieldPanel("slug"),
        MultiFieldPanel(
            [FieldPanel("seo_title"), FieldPanel("search_description"), FieldPanel("canonical_url")],
            heading=_("Search engines"),
        ),
        HelpPanel(template="blog/admin/search_preview.html", heading=_("Previews")),
        *Page.settings_panels,
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Write")),
            ObjectList(about_panels, heading=_("About this post")),
            ObjectList(address_panels, heading=_("Address and search")),
        ]
    )

    search_fields: ClassVar = [
        *Page.search_fields,
        index.SearchField("summary", boost=2),
        index.SearchField("searched_body"),
        index.FilterField("id"),
        index.FilterField("topic"),
        index.RelatedFields("post_authors", [index.RelatedFields("author", [index.SearchField("name")])]),
        index.RelatedFields("tags", [index.SearchField("name")]),
    ]

    # Indexed on `post_saved`, when tags and authors are stored too.
    search_auto_update = False

    parent_page_types: ClassVar = ["blog.BlogIndexPage"]
    subpage_types: ClassVar = []
    # Only whole sections can be restricted.
    private_page_options: ClassVar = []
    # A copy is a new post with its own key and publication date.
    exclude_fields_in_copy: ClassVar = ["uuid", "published_on", "change", "replaced_by"]

    base_form_class = PostForm
    copy_form_class = PostCopyForm

    objects = PostPageManager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            models.CheckConstraint(
                condition=Q(series_place__isnull=True) | Q(series_place__gte=1), name="series_starts_at_one"
            )
        ]

    def save(self, **kwargs: object) -> None:
        if is_metadata_only(kwargs.get("update_fields")):
            with reference_index_disabled():
                super().save(**kwargs)
            return
        self.minutes = reading_minutes(body_text(self.body))
        with transaction.atomic():
            with reference_index_disabled() as was_enabled:
                super().save(**kwargs)
            stored = reload_for_update(self)
            if was_enabled:
                # Updated once for the post, and not again for each author.
                ReferenceIndex.create_or_update_for_object(stored)
            # In the same transaction, so that the public index is never out of date.
            sync_stored(stored)
            after_save(stored)
            self.change = stored.change

    @property
    def shown_cover_alt(self) -> str:
        """The alternative text of the cover; "" if it is decorative."""
        return "" if self.cover_is_decorative else self.cover_alt

    def clean(self) -> None:
        super().clean()
        errors = {}
        # A post that had its address before it was reserved keeps it.
        if self.slug in RESERVED_SLUGS and not type(self).objects.filter(pk=self.pk, slug=self.slug).exists():
            errors["slug"] = _("“%(slug)s” is reserved by the blog. Choose another address.") % {"slug": self.slug}
        if self.published_on and self.published_on > timezone.now():
            errors["published_on"] = _("This date is in the future. To publish later, set a schedule instead.")
        if self.replaced_by_id and self.replaced_by_id == self.pk:
            errors["replaced_by"] = _("Choose another post.")
        if self.series_place == 0:
            errors["series_place"] = _("Enter 1 or a higher number.")
        if errors:
            raise ValidationError(errors)

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Does nothing, because `clean` has a better message and the check would query even without a series."""

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        if path_components or not (self.is_public or self.is_for_members):
            raise Http404
        return RouteResult(self)

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        if self.is_public:
            return PageViewRestriction.objects.none()
        return restrictions_on(self.path)

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        return {**super().get_context(request, *args, **kwargs), **post_context(self, request)}

    @cached_property
    def is_public(self) -> bool:
        """Whether everybody may read this post now."""
        return type(self).objects.readable().filter(pk=self.pk).exists()

    @cached_property
    def is_for_members(self) -> bool:
        """Whether the post is live in a restricted section. Wagtail then checks the access of each reader."""
        return self.live and not self.is_over and restrictions_on(self.path).exists()

    @property
    def is_over(self) -> bool:
        return self.expire_at is not None and self.expire_at <= timezone.now()

    @property
    def first_public_at(self) -> datetime | None:
        moment = self.published_on or self.first_published_at
        # An old database or a script may have a date that cannot be converted to a time zone.
        return moment and min(max(moment, EARLIEST), LATEST)

    @property
    def changed_at(self) -> datetime | None:
        """The time of the last published change after the first publication, if there was one."""
        first, last = self.first_published_at, self.last_published_at
        return last if first and last and last > first else None

    @cached_property
    def searched_body(self) -> str:
        return body_text(self.body)
