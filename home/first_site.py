"""Creates the first pages of a site."""

from urllib.parse import urlsplit

from django.db import transaction
from wagtail.models import Page, Site

from blog.models import BlogIndexPage, BlogSettings
from home.models import HomePage, MenuLink, SiteSettings


@transaction.atomic
def ensure_site(address: str) -> Site:
    """Returns the default site. Creates it with a home page and a blog if it does not exist.

    A site whose root page is still Wagtail's welcome page does not count. ``address`` is the URL that readers use, for
    example http://127.0.0.1:8000.
    """
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if not site or not HomePage.objects.filter(pk=site.root_page_id).exists():
        site = _make_site(site)
    parts = urlsplit(address)
    site.hostname = parts.hostname or "localhost"
    site.port = parts.port or (443 if parts.scheme == "https" else 80)
    site.save()
    return site


def _make_site(site: Site | None) -> Site:
    root = Page.objects.get(depth=1)
    home = root.add_child(instance=HomePage(title="Home", slug="openbook-home"))
    home.save_revision().publish()
    blog = home.add_child(instance=BlogIndexPage(title="Blog", slug="blog"))
    blog.save_revision().publish()
    welcome = site.root_page if site else None
    site = site or Site(is_default_site=True)
    site.root_page = home
    site.save()
    if welcome and welcome.specific_class is Page and not welcome.get_children().exists():
        welcome.delete()
    # Nothing was published here before readers could see it.
    BlogSettings.objects.update_or_create(site=site, defaults={"shows_history": True})
    settings = SiteSettings.for_site(site)
    settings.is_fresh = True
    settings.save()
    MenuLink.objects.create(settings=settings, page=blog, label="Blog", sort_order=0)
    return site
