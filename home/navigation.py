from collections import defaultdict

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from wagtail.models import Site

from home.models import MenuLink, SiteSettings

type Link = tuple[str, str, bool]


def menu_links(request: HttpRequest) -> dict[str, object]:
    """Adds the links of ``menu.header`` and ``menu.footer``. They are read once, and only if a template uses them."""
    return {"menu": SimpleLazyObject(lambda: links_by_menu(request))}


def links_by_menu(request: HttpRequest) -> dict[str, list[Link]]:
    """Returns the links of each place as (label, URL, whether the reader is on that page or below it)."""
    found: dict[str, list[Link]] = defaultdict(list)
    if Site.find_for_request(request):
        settings = SiteSettings.for_request(request)
        links = MenuLink.objects.filter(settings=settings, page__live=True).select_related("page")
        for link in links.order_by("sort_order"):
            if url := link.page.get_url(request):
                found[link.place].append((str(link), url, request.path.startswith(url)))
    return found
