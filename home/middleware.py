from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Site
from wagtail.users.models import UserProfile

from blog.models import BlogSettings
from blog.models.media import for_reader
from home.models import SiteSettings

BOTH_SETTINGS = SiteSettings.objects.select_related("logo", "site__blogsettings")
# Where nothing is said in a language, or in that of who signed in.
OTHER_ADDRESSES = ("/admin/", "/static/", "/media/", "/accent-", "/search/titles/")


class SiteLocaleMiddleware:
    """Reader pages speak the site's language and count time in the blog's zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(OTHER_ADDRESSES) or not Site.find_for_request(request):
            return self.get_response(request)
        settings = load_settings(request)
        language = settings.language
        with translation.override(language), timezone.override(BlogSettings.for_request(request).zone):
            is_outside = for_reader.set(True)
            try:
                response = self.get_response(request)
            finally:
                for_reader.reset(is_outside)
            # A template response is rendered by now; only its headers are still to be set.
            response.headers.setdefault("Content-Language", language)
            return response


class AdminZoneMiddleware:
    """The admin shows times in the zone that a person chose for their account, or in the blog's.

    Wagtail takes the server's where none was chosen, so the profile gets the blog's for the time of this request.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(reverse("wagtailadmin_home")) and request.user.is_authenticated:
            load_settings_of_default_site(request)
            profile = getattr(request.user, "wagtail_userprofile", None) or UserProfile(user=request.user)
            if not profile.current_time_zone:
                settings = getattr(request, BlogSettings.get_cache_attr_name(), BlogSettings())
                profile.current_time_zone = settings.zone.key
                request.user.wagtail_userprofile = profile
        return self.get_response(request)


def load_settings(request: HttpRequest) -> SiteSettings:
    """Both settings of the site in one query, kept on the request where Wagtail looks for them."""
    site = Site.find_for_request(request)
    found = BOTH_SETTINGS.filter(site=site).first()
    if found is None:
        return SiteSettings.for_request(request)
    keep_on(request, found)
    found.site = site
    return found


def load_settings_of_default_site(request: HttpRequest) -> None:
    """The same for the admin, which has no site of its own."""
    site = Site.objects.select_related("sitesettings__logo", "blogsettings").filter(is_default_site=True).first()
    for model in (SiteSettings, BlogSettings):
        if found := getattr(site, model._meta.model_name, None):
            setattr(request, model.get_cache_attr_name(), found)


def keep_on(request: HttpRequest, found: SiteSettings) -> None:
    setattr(request, SiteSettings.get_cache_attr_name(), found)
    if hasattr(found.site, "blogsettings"):
        setattr(request, BlogSettings.get_cache_attr_name(), found.site.blogsettings)
