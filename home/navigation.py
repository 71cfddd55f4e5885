from django.http import HttpRequest
from wagtail.models import Site

from home.models import MenuLink, SiteSettings


def menu(request: HttpRequest) -> dict[str, object]:
    """The menu of reader pages as (label, url, is_current); read only when a template asks."""
    return {"menu": lambda: list(_links(request))}


def _links(request: HttpRequest):  # noqa: ANN202 (a generator of three-tuples, see above)
    if not Site.find_for_request(request):
        return
    settings = SiteSettings.for_request(request)
    links = MenuLink.objects.filter(settings=settings, page__live=True).select_related("page")
    for link in links.order_by("sort_order"):
        url = link.page.get_url(request)
        if url:
            yield str(link), url, request.path.startswith(url)
