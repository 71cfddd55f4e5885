"""The site texts of the demo. They are added with the demo, and removed with it unless somebody changed them."""

from django.contrib.auth.models import User
from wagtail.models import Site

from blog.models import PublishedTextMixin
from blog.review.approval.approvals import record_trusted_approval
from blog.review.models import Approval
from home.demo.files import read_site_text
from home.models import HomePage, SiteSettings


def add_site_text(site: Site, user: User | None) -> None:
    words = read_site_text()
    settings = SiteSettings.for_site(site)
    settings.tagline, settings.footer = words["tagline"], words["footer"]
    settings.save()
    _introduce(site, words["introduction"], user)


def remove_site_text(site: Site) -> None:
    words = read_site_text()
    settings = SiteSettings.for_site(site)
    for name in ("tagline", "footer"):
        if getattr(settings, name) == words[name]:
            setattr(settings, name, "")
    settings.save()
    if _home(site).introduction == words["introduction"]:
        _introduce(site, "", None)


def _home(site: Site) -> HomePage:
    return HomePage.objects.get(pk=site.root_page_id)


def _introduce(site: Site, introduction: str, user: User | None) -> None:
    home = _home(site)
    home.introduction = introduction
    publish_trusted(home, user)


def publish_trusted(page: PublishedTextMixin, user: User | None) -> None:
    """Publishes a text of the demo, which needs no second approver."""
    revision = page.save_revision(user=user)
    record_trusted_approval(page, kind=Approval.Kind.DEMO, user=user)
    revision.publish(user=user)
