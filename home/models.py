from typing import ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page
from wagtail.search import index
from wagtail.url_routing import RouteResult

from blog.blocks.body import BodyField
from blog.body.footnotes import rendered
from blog.body.internal_links import with_addresses
from blog.history.public_versions import public_versions
from blog.models import BlogImage, BlogIndexPage, BlogSettings, IntroductionMixin, PublishedTextMixin
from blog.pages.sections import SectionMixin
from home.accent import DEFAULT_ACCENT
from home.front_page import front_page_context


class HomePage(IntroductionMixin, SectionMixin, Page):
    introduction = RichTextField(
        _("introduction"),
        blank=True,
        features=["bold", "italic", "link"],
        help_text=_("Who writes here and about what, in one or two sentences."),
    )

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("introduction")]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("introduction")]
    subpage_types: ClassVar = ["blog.BlogIndexPage", "home.InfoPage"]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        # Most requests are for blogs. This finds a blog in one query instead of two.
        if path_components and self.is_open():
            blogs = BlogIndexPage.objects.child_of(self).filter(slug=path_components[0])
            if blog := blogs.with_restricted().first():
                return blog.route(request, path_components[1:])
        return super().route(request, path_components)

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        context = super().get_context(request, *args, **kwargs)
        return {
            **context,
            **front_page_context(self, BlogSettings.for_request(request)),
            "is_demo": DemoItem.is_local_demo(request),
        }


class InfoPage(PublishedTextMixin, SectionMixin, Page):
    """A page outside the blogs, such as about, privacy or corrections policy."""

    summary = models.TextField(_("summary"), max_length=300, blank=True)
    body = BodyField(verbose_name=_("body"), blank=True)

    page_kind = "information"
    shown_fields: ClassVar = (*PublishedTextMixin.shown_fields, "summary")
    has_public_history = True

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("summary"), FieldPanel("body")]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("body")]
    parent_page_types: ClassVar = ["home.HomePage", "home.InfoPage"]
    subpage_types: ClassVar = ["home.InfoPage"]

    class Meta:
        verbose_name = _("information page")
        verbose_name_plural = _("information pages")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        body, contents = rendered(self.body)
        context = super().get_context(request, *args, **kwargs)
        shown = SafeString(with_addresses(body, request, also_hidden=False))
        return {**context, "body": shown, "contents": contents, "history_url": self._history_url(request)}

    def _history_url(self, request: HttpRequest) -> str:
        """The address of the history; "" with a single version, which is what the page shows."""
        has_changed = public_versions(self, BlogSettings.for_request(request)).count() > 1
        return f"{self.get_url(request)}history/" if has_changed else ""


@register_setting(icon="site")
class SiteSettings(BaseSiteSetting, ClusterableModel):
    name = models.CharField(_("name"), max_length=80, default="Openbook")
    tagline = models.CharField(_("tagline"), max_length=160, blank=True)
    logo = models.ForeignKey(
        BlogImage, verbose_name=_("logo"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    accent = models.CharField(
        _("accent colour"),
        max_length=7,
        default=DEFAULT_ACCENT,
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Write a colour like #b3401f."))],
        help_text=_("Links and marks. Its lightness is adjusted so that it can be read in light and dark."),
    )
    language = models.CharField(
        _("language"),
        max_length=20,
        choices=settings.LANGUAGES,
        default="en",
        help_text=_("For the words around the posts, and for dates."),
    )
    contact = models.EmailField(_("contact address"), blank=True, help_text=_("Shown in the footer."))
    footer = RichTextField(_("footer"), blank=True, features=["bold", "italic", "link"])

    # True from the first start until somebody submits or skips the page of home.first_run.
    is_fresh = models.BooleanField(default=False, editable=False)

    select_related: ClassVar = ["logo"]
    panels: ClassVar = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("tagline"), FieldPanel("logo")], heading=_("Identity")),
        FieldPanel("accent"),
        FieldPanel("language"),
        InlinePanel("menu_links", label=_("Link"), heading=_("Menu"), max_num=12),
        MultiFieldPanel([FieldPanel("footer"), FieldPanel("contact")], heading=_("Footer")),
    ]

    class Meta:
        verbose_name = _("site settings")


class MenuPlace(models.TextChoices):
    HEADER = "header", _("Header")
    FOOTER = "footer", _("Footer")


class MenuLink(Orderable):
    settings = ParentalKey(SiteSettings, on_delete=models.CASCADE, related_name="menu_links")
    label = models.CharField(_("label"), max_length=40, blank=True, help_text=_("Leave empty for the page's title."))
    page = models.ForeignKey(Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="+")
    place = models.CharField(_("place"), max_length=10, choices=MenuPlace, default=MenuPlace.HEADER)

    panels: ClassVar = [FieldPanel("page"), FieldPanel("label"), FieldPanel("place")]

    class Meta(Orderable.Meta):
        verbose_name = _("menu link")
        verbose_name_plural = _("menu links")

    def __str__(self) -> str:
        return self.label or self.page.title


class DemoItem(models.Model):
    """An item that came with the demo, so that removing the demo changes nothing else."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    item = GenericForeignKey()

    class Meta:
        verbose_name = _("demo item")
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id"], name="demo_item_once")]

    def __str__(self) -> str:
        return f"{self.content_type} {self.object_id}"

    @classmethod
    def is_local_demo(cls, request: HttpRequest) -> bool:
        """Whether the demo is loaded and the request comes from the same machine."""
        # Behind a proxy on the same machine, every request would seem to be local.
        is_local = settings.IS_LOCAL_TRIAL and request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"}
        return is_local and cls.objects.exists()
