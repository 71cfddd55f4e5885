"""Redirects the old URLs of lists and feeds when the slug of an author, topic, series, tag or blog changes."""

from itertools import accumulate
from urllib.parse import urlsplit

from django.db.models import Model
from django.db.models.functions import Length
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from wagtail.contrib.redirects import middleware
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from blog.pages.blog_index import BlogIndexPage
from blog.views.lists import LIST_PATHS

FOLDERS = {model: folder for folder, model in LIST_PATHS.values()}


def redirect_old_lists(item: Model) -> None:
    """Redirects the stored URLs of ``item`` in every blog to its new ones. Called before ``item`` is saved."""
    old_slug = type(item).objects.filter(pk=item.pk).values_list("slug", flat=True).first()
    if not old_slug or old_slug == item.slug:
        return
    folder = FOLDERS[type(item)]
    for blog in BlogIndexPage.objects.all():
        _redirect(blog, old=(folder, old_slug), new=(folder, item.slug))


def _redirect(blog: BlogIndexPage, *, old: tuple[str, str], new: tuple[str, str]) -> None:
    site = blog.get_site()
    if not site:
        return
    old_route, new_route = (f"/{'/'.join(parts)}/" for parts in (old, new))
    redirects = Redirect.objects.filter(site=site)
    # Removes redirects of URLs that are in use again, and points older redirects to the newest URL.
    redirects.filter(old_path=Redirect.normalise_path(blog.list_url(*new))).delete()
    redirects.filter(redirect_page=blog, redirect_page_route_path=old_route).update(redirect_page_route_path=new_route)
    redirects.update_or_create(
        old_path=Redirect.normalise_path(blog.list_url(*old)),
        site=site,
        defaults={
            "redirect_page": blog.page_ptr,
            "redirect_page_route_path": new_route,
            "redirect_link": "",
            "is_permanent": True,
            "automatically_created": True,
        },
    )


class RedirectMiddleware(middleware.RedirectMiddleware):
    """Wagtail's middleware, which redirects pages. It also redirects the other URLs below the old URL of a blog."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response = super().process_response(request, response)
        return response if response.status_code != 404 else moved_with_blog(request) or response


def moved_with_blog(request: HttpRequest) -> HttpResponse | None:
    """A redirect to the same path below the new URL of a blog; None if there is none."""
    path, site = request.get_full_path(), Site.find_for_request(request)
    folders = [folder for folder in accumulate(path.split("/"), "{}/{}".format) if folder]
    blogs = Redirect.get_for_site(site).filter(redirect_page__blogindexpage__isnull=False)
    redirect = blogs.filter(old_path__in=folders[:-1]).order_by(Length("old_path")).last()
    if not redirect or not redirect.link or path.startswith(urlsplit(redirect.link).path):
        return None
    answer = HttpResponsePermanentRedirect if redirect.is_permanent else HttpResponseRedirect
    return answer(redirect.link + path.removeprefix(f"{redirect.old_path}/"))
