"""The headers of every answer, decided in one place by what the address is for."""

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.csp import CSP
from django.utils.http import http_date

from blog.models import PostPage

# Wagtail's admin writes scripts and styles into its pages and shows previews in a frame.
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
# A preview is a reader page, with Wagtail's content checks added to it.
PREVIEW_CSP = settings.SECURE_CSP | {
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:"],
}
# A review link's address is its key, and what it shows is for one person.
REVIEW_HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
PERMISSIONS_POLICY = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"


class DeliveryMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        # Read by Django's CSP middleware.
        if getattr(request, "is_dummy", False):
            # Wagtail renders a preview as a request of its own, at the reader's address.
            response._csp_config = PREVIEW_CSP
        elif request.path.startswith("/admin/"):
            response._csp_config = ADMIN_CSP
        elif request.path.startswith("/review/"):
            for name, value in REVIEW_HEADERS.items():
                response.headers[name] = value
        else:
            response = validated(request, response)
        return response


def validated(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Whoever keeps it asks again each time, and is told if nothing changed: the validator is a digest of every byte.

    What somebody gets who may have signed in is kept by nobody.
    """
    is_personal = settings.SESSION_COOKIE_NAME in request.COOKIES or bool(response.cookies)
    response.headers.setdefault("Cache-Control", "private, no-store" if is_personal else "no-cache")
    is_kept = response.status_code == 200 and "no-store" not in response.headers["Cache-Control"]
    if response.streaming or not is_kept or request.method not in {"GET", "HEAD"}:
        return response
    page = (getattr(response, "context_data", None) or {}).get("page")
    if isinstance(page, PostPage) and page.last_published_at:
        # Only told, not compared: what stands around a text changes without a publication.
        response.headers["Last-Modified"] = http_date(page.last_published_at.timestamp())
    response.headers.setdefault("ETag", f'"{hashlib.sha256(response.content).hexdigest()[:32]}"')
    return get_conditional_response(request, etag=response.headers["ETag"], response=response)
