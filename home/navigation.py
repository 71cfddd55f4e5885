from collections import defaultdict

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from wagtail.models import Site

from home.models import MenuLink, SiteSettings

type Link = tuple[str, str, bool]


def menu_links(request: HttpRequest) -> dict[str, object]:
    """The links of ``menu.header`` and ``menu.footer``, read once and only when a template asks."""
    return {"menu": SimpleLazyObject(lambda: links_by_menu(request))}


def links_by_menu(request: HttpRequest) -> dict[str, list[Link]]:
    """For each place its links as (label, address, whether the reader is there)."""
    found: dict[str, list[Link]] = defaultdict(list)
    if Site.find_for_request(request):
        settings = SiteSettings.for_request(request)
        links = MenuLink.objects.filter(settings=settings, page__live=True).select_related("page")
        for link in links.order_by("sort_order"):
            if url := link.page.get_url(request):
                found[link.place].append((str(link), url, request.path.startswith(url)))
    return found
