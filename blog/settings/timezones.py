"""The zone in which the moments of a page are meant: that of its blog, whoever looks at it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import formats
from wagtail.models import Page

from blog.settings.models import BlogSettings


def zones_by_site() -> dict[int, ZoneInfo]:
    """The zone of each site that has chosen one."""
    return {settings.site_id: settings.zone for settings in BlogSettings.objects.all()}


def zone_of_page(page: Page, known: dict[int, ZoneInfo] | None = None) -> ZoneInfo:
    """``known`` spares the query where many pages are asked about."""
    parts = page.get_url_parts()
    chosen = (zones_by_site() if known is None else known).get(parts[0]) if parts else None
    return chosen or BlogSettings().zone


def format_in_zone(moment: datetime, zone: ZoneInfo) -> str:
    """As "25 Nov 2026, 09:00 (Europe/Berlin)"."""
    return f"{formats.date_format(moment.astimezone(zone), 'DATETIME_FORMAT')} ({zone.key})"
