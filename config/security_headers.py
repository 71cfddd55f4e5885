"""The content security policy and other headers of every response, chosen by path."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override

from config.http_caching import with_cache_headers

# Wagtail's admin uses inline scripts and styles and shows previews in a frame.
ADMIN_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "font-src": [CSP.SELF, "data:"],
    "connect-src": [CSP.SELF],
    "frame-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.SELF],
    "object-src": [CSP.NONE],
    "frame-ancestors": [CSP.SELF],
}
# A preview is a reader page with Wagtail's content checks.
PREVIEW_CSP = settings.SECURE_CSP | {
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:"],
}
# The URL of a review link contains its secret, and its page is for one person.
REVIEW_HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
PERMISSIONS_POLICY = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"


class SecurityHeadersMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.get_admin_response = csp_override(ADMIN_CSP)(get_response)
        self.get_preview_response = csp_override(PREVIEW_CSP)(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.with_policy(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if is_preview(request) or is_admin(request):
            return response
        if request.path.startswith("/review/"):
            for name, value in REVIEW_HEADERS.items():
                response.headers[name] = value
            return response
        return with_cache_headers(request, response)

    def with_policy(self, request: HttpRequest) -> HttpResponse:
        if is_preview(request):
            return self.get_preview_response(request)
        return self.get_admin_response(request) if is_admin(request) else self.get_response(request)


def is_admin(request: HttpRequest) -> bool:
    return request.path.startswith(reverse("wagtailadmin_home"))


def is_preview(request: HttpRequest) -> bool:
    """Whether this is a preview. Wagtail renders it as a separate request with the URL of the reader page."""
    return getattr(request, "is_dummy", False)
