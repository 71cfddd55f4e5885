"""The time zone of a page, which is that of its blog for all users."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import formats
from wagtail.models import Page

from blog.settings.models import BlogSettings


def zones_by_site() -> dict[int, ZoneInfo]:
    """The time zones of the sites that have set one, by site id."""
    return {settings.site_id: settings.zone for settings in BlogSettings.objects.all()}


def zone_of_page(page: Page, known: dict[int, ZoneInfo] | None = None) -> ZoneInfo:
    """The time zone of a page. ``known`` (see `zones_by_site`) saves a query per page."""
    parts = page.get_url_parts()
    chosen = (zones_by_site() if known is None else known).get(parts[0]) if parts else None
    return chosen or BlogSettings().zone


def format_in_zone(moment: datetime, zone: ZoneInfo) -> str:
    """Formats a time like "25 Nov 2026, 09:00 (Europe/Berlin)"."""
    return f"{formats.date_format(moment.astimezone(zone), 'DATETIME_FORMAT')} ({zone.key})"
