from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Site
from wagtail.users.models import UserProfile

from blog.media.models import for_reader
from blog.models import BlogSettings
from home.models import SiteSettings

# In the order of Site.get_site_root_paths of Wagtail.
SITES_WITH_SETTINGS = Site.objects.select_related("root_page__homepage", "sitesettings__logo", "blogsettings").order_by(
    "-root_page__url_path", "-is_default_site", "hostname"
)
# Paths without text in a language. The admin is exempt too, because it uses the language of the user.
EXEMPT_PATHS = ("/static/", "/media/", "/accent-")


class SiteLocaleMiddleware:
    """Activates the site's language and the blog's time zone on reader pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith((reverse("wagtailadmin_home"), *EXEMPT_PATHS)) or not load_site(request):
            return self.get_response(request)
        language = SiteSettings.for_request(request).language
        with translation.override(language), timezone.override(BlogSettings.for_request(request).zone):
            is_outside = for_reader.set(True)
            try:
                response = self.get_response(request)
            finally:
                for_reader.reset(is_outside)
            # A template response is already rendered here. Only its headers remain to be set.
            response.headers.setdefault("Content-Language", language)
            return response


class AdminZoneMiddleware:
    """The admin shows times in the time zone of the user's account, or else in the blog's.

    Without a choice, Wagtail uses the server's time zone. The profile therefore gets the blog's during this request.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(reverse("wagtailadmin_home")) and request.user.is_authenticated:
            # The admin belongs to no site.
            cache_settings(request, next((site for site in load_sites() if site.is_default_site), None))
            profile = getattr(request.user, "wagtail_userprofile", None) or UserProfile(user=request.user)
            if not profile.current_time_zone:
                settings = getattr(request, BlogSettings.get_cache_attr_name(), BlogSettings())
                profile.current_time_zone = settings.zone.key
                request.user.wagtail_userprofile = profile
        return self.get_response(request)


def load_site(request: HttpRequest) -> Site | None:
    """Loads the requested site, its home page and its settings in one query, and caches them like Wagtail."""
    request._wagtail_site = site = match_site(request, load_sites())
    if site and (home := getattr(site.root_page, "homepage", None)):
        site.root_page.specific = home
    cache_settings(request, site)
    return site


def match_site(request: HttpRequest, sites: list[Site]) -> Site | None:
    """Returns the site that Wagtail would find (get_site_for_hostname), or the first if there is no default site."""
    hostname = split_domain_port(request._get_raw_host())[0]
    named = [site for site in sites if site.hostname == hostname]
    exact = [site for site in named if str(site.port) == request.get_port()]
    default = [site for site in sites if site.is_default_site]
    both = [site for site in default if site in named]
    alone = named if len(named) == 1 else []
    return next(iter(exact or both or alone or default or sorted(sites, key=lambda site: site.pk)), None)


def load_sites() -> list[Site]:
    """Returns all sites. Clears Wagtail's cache of their root paths if another process changed them."""
    sites = list(SITES_WITH_SETTINGS.all())
    addresses = [(site.pk, site.root_page.url_path, site.root_url) for site in sites]
    if addresses != [path[:3] for path in Site.get_site_root_paths()]:
        Site.clear_site_root_paths_cache()
    return sites


def cache_settings(request: HttpRequest, site: Site | None) -> None:
    for model in (SiteSettings, BlogSettings):
        if found := getattr(site, model._meta.model_name, None):
            setattr(request, model.get_cache_attr_name(), found)
