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

# In the order of Wagtail's get_site_root_paths.
SITES_WITH_SETTINGS = Site.objects.select_related("root_page", "sitesettings__logo", "blogsettings").order_by(
    "-root_page__url_path", "-is_default_site", "hostname"
)
# Where nothing is said in a language, or in that of who signed in.
EXEMPT_PATHS = ("/static/", "/media/", "/accent-")


class SiteLocaleMiddleware:
    """Reader pages speak the site's language and count time in the blog's zone."""

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
            # The admin has no site of its own.
            cache_settings(request, next((site for site in load_sites() if site.is_default_site), None))
            profile = getattr(request.user, "wagtail_userprofile", None) or UserProfile(user=request.user)
            if not profile.current_time_zone:
                settings = getattr(request, BlogSettings.get_cache_attr_name(), BlogSettings())
                profile.current_time_zone = settings.zone.key
                request.user.wagtail_userprofile = profile
        return self.get_response(request)


def load_site(request: HttpRequest) -> Site | None:
    """The site that was asked and its settings, in one query, kept on the request where Wagtail looks for them."""
    request._wagtail_site = site = match_site(request, load_sites())
    cache_settings(request, site)
    return site


def match_site(request: HttpRequest, sites: list[Site]) -> Site | None:
    """The one that Wagtail finds (get_site_for_hostname), or the first where no site is the default one."""
    hostname = split_domain_port(request._get_raw_host())[0]
    named = [site for site in sites if site.hostname == hostname]
    exact = [site for site in named if str(site.port) == request.get_port()]
    default = [site for site in sites if site.is_default_site]
    both = [site for site in default if site in named]
    alone = named if len(named) == 1 else []
    return next(iter(exact or both or alone or default or sorted(sites, key=lambda site: site.pk)), None)


def load_sites() -> list[Site]:
    """All sites. Wagtail keeps their addresses in each process; here they are forgotten if another one changed them."""
    sites = list(SITES_WITH_SETTINGS.all())
    addresses = [(site.pk, site.root_page.url_path, site.root_url) for site in sites]
    if addresses != [path[:3] for path in Site.get_site_root_paths()]:
        Site.clear_site_root_paths_cache()
    return sites


def cache_settings(request: HttpRequest, site: Site | None) -> None:
    for model in (SiteSettings, BlogSettings):
        if found := getattr(site, model._meta.model_name, None):
            setattr(request, model.get_cache_attr_name(), found)
