"""The list of an author, topic, series or tag keeps its old addresses when its slug changes."""

from django.db.models import Model
from wagtail.contrib.redirects.models import Redirect

from blog.models import BlogIndexPage
from blog.views import PATHS

FOLDERS = {model: folder for folder, model in PATHS.values()}


def redirect_old_lists(item: Model) -> None:
    """Called before ``item`` is saved: leads its stored address in every blog to the one it gets."""
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
    # An address that is in use again leads nowhere else, and older ones lead straight to the newest.
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
