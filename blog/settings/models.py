import zoneinfo

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from blog.settings.licences import Licence, LicenceChoice, licence


def check_time_zone(name: str) -> None:
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError) as error:
        message = _("There is no time zone “%(name)s”. Use a name like Europe/Berlin.")
        raise ValidationError(message, params={"name": name}) from error


def time_zone_choices() -> list[tuple[str, str]]:
    names = sorted(name for name in zoneinfo.available_timezones() if "/" in name or name == "UTC")
    return [(name, name.replace("_", " ")) for name in names]


@register_setting(icon="edit")
class BlogSettings(BaseSiteSetting):
    licence = models.CharField(
        _("licence"),
        max_length=40,
        choices=LicenceChoice,
        default=LicenceChoice.ALL_RIGHTS,
        help_text=_("For posts without a licence of their own."),
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=60,
        choices=time_zone_choices,
        default="UTC",
        validators=[check_time_zone],
        help_text=_("Used for the dates of posts and the months of the archive."),
    )
    works_alone = models.BooleanField(
        _("I work alone"),
        default=True,
        help_text=_("You publish without approval by someone else. Clear this box when others join."),
    )
    asks_other_sites = models.BooleanField(
        _("Fetch titles and pictures from other sites when an editor adds a link"),
        default=True,
        help_text=_(
            "Embeds and bookmarks get a button that fetches them. The other site sees the address of this "
            "server, but nothing about the editor. Readers load nothing from the other site before they "
            "click."
        ),
    )
    asks_whether_links_work = models.BooleanField(
        _("Check whether linked pages still exist"),
        default=False,
        help_text=_(
            "This server requests each linked address about once a week and reports those that do not "
            "answer. The linked sites see the address of this server, but nothing about editors or readers. "
            "Addresses in private networks are never requested."
        ),
    )
    shows_history = models.BooleanField(
        _("Show readers earlier versions of posts"),
        default=False,
        help_text=_("Each post gets a page that lists its published versions and shows what changed in each."),
    )
    shows_names = models.BooleanField(
        _("Name the authors of each version"),
        default=False,
        help_text=_("If this is off, versions show no authors."),
    )
    shows_reviews = models.BooleanField(
        _("Say which versions were approved by someone else"),
        default=False,
        help_text=_("With the date and the role of who approved it, and without a name."),
    )
    takes_suggestions = models.BooleanField(
        _("Let readers suggest edits"),
        default=False,
        help_text=_("Each post gets a form. An editor reviews each suggestion before it becomes public."),
    )
    shows_log = models.BooleanField(
        _("Show readers a log of changes on this site"),
        default=False,
        help_text=_("When posts were published, corrected, moved, unpublished or redacted."),
    )

    panels = [
        FieldPanel("licence"),
        FieldPanel("time_zone"),
        FieldPanel("works_alone"),
        FieldPanel("asks_other_sites"),
        FieldPanel("asks_whether_links_work"),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("shows_history", "shows_names", "shows_reviews", "shows_log")],
            heading=_("History for readers"),
        ),
        FieldPanel("takes_suggestions"),
    ]

    class Meta:
        verbose_name = _("blog settings")

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        try:
            return zoneinfo.ZoneInfo(self.time_zone)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            return zoneinfo.ZoneInfo("UTC")

    @property
    def default_licence(self) -> Licence | None:
        return licence(self.licence)
