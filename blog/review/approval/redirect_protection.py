"""Only administrators redirect to another site while a second approver is required."""

from posixpath import normpath
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from blog.pages.publication import current_publisher
from blog.review.approval.second_approver import requires_second_approver

# A user who may change the requirement may also redirect to another site.
REDIRECT_OFF_SITE_PERMISSION = "blog.change_blogsettings"
# Paths of this site that are not pages: review links, files, and views that redirect to an address in the query.
NON_PAGE_PREFIXES = ("/review/", "/documents/", "/media/", "/_util/")


def validate_redirect_target(link: str) -> None:
    """Validates the target of a redirect for the current user of Wagtail's log. Raises ValidationError."""
    user = current_publisher()
    if (
        user is None
        or user.has_perm(REDIRECT_OFF_SITE_PERMISSION)
        or not requires_second_approver()
        or not leads_off_site(link)
    ):
        return
    message = _(
        "This address is on another site, is not a page, or is a redirect itself. While posts need "
        "approval by someone else, only administrators can redirect there. Choose a page, or ask an "
        "administrator."
    )
    raise ValidationError(message)


def leads_off_site(link: str) -> bool:
    """Whether the link is on another host, is not a page, or is redirected to an address."""
    roots = [settings.WAGTAILADMIN_BASE_URL, *(site.root_url for site in Site.objects.all())]
    if not url_has_allowed_host_and_scheme(link, {urlsplit(root).netloc for root in roots}):
        return True
    # The path that a browser would request.
    path = normpath(unquote(urlsplit(link).path) or "/")
    if f"/{path.lstrip('/')}/".startswith((reverse("wagtailadmin_home"), *NON_PAGE_PREFIXES)):
        return True
    paths = {Redirect.normalise_path(link), Redirect.normalise_path(path)}
    return Redirect.objects.filter(old_path__in=paths).exclude(redirect_link="").exists()
