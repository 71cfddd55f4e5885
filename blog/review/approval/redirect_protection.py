"""With four-eyes on, an editor alone leads no address of the site to another one."""

from posixpath import normpath
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from blog.pages.publication import publisher
from blog.review.approval.second_approver import four_eyes_are_on

# Whoever may switch four-eyes off is trusted with this as well.
MAY_REDIRECT_AWAY = "blog.change_blogsettings"
# Addresses of this site that are no pages: links for reviewers, files, and what sends on to an address of its own.
NO_PAGES = ("/review/", "/documents/", "/media/", "/admin/", "/_util/")


def refuse_other_site(link: str) -> None:
    """Validates the target of a redirect for the person whom Wagtail's log knows. Raises ValidationError."""
    user = publisher()
    if user is None or user.has_perm(MAY_REDIRECT_AWAY) or not four_eyes_are_on() or not leads_away(link):
        return
    message = _(
        "This address is on another site, is no page, or redirects itself. While posts need approval by someone else, "
        "only an administrator can redirect there. Choose a page, or ask an administrator."
    )
    raise ValidationError(message)


def leads_away(link: str) -> bool:
    """Whether the link is on another host, no page, or redirected to an address of somebody's choice."""
    roots = [settings.WAGTAILADMIN_BASE_URL, *(site.root_url for site in Site.objects.all())]
    if not url_has_allowed_host_and_scheme(link, {urlsplit(root).netloc for root in roots}):
        return True
    # As a browser would ask for it.
    path = normpath(unquote(urlsplit(link).path) or "/")
    if f"/{path.lstrip('/')}/".startswith(NO_PAGES):
        return True
    paths = {Redirect.normalise_path(link), Redirect.normalise_path(path)}
    return Redirect.objects.filter(old_path__in=paths).exclude(redirect_link="").exists()
