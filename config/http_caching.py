"""Cache headers and conditional responses for reader pages."""

import hashlib

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from blog.models import PostPage


def with_cache_headers(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Sets Cache-Control and an ETag, a digest of the content. Returns 304 if the client has the same content.

    Clients may store public responses, but must revalidate them each time. Nobody may store personal responses.
    """
    is_personal = settings.SESSION_COOKIE_NAME in request.COOKIES or bool(response.cookies)
    response.headers.setdefault("Cache-Control", "private, no-store" if is_personal else "no-cache")
    is_cacheable = response.status_code == 200 and "no-store" not in response.headers["Cache-Control"]
    if response.streaming or not is_cacheable or request.method not in {"GET", "HEAD"}:
        return response
    page = (getattr(response, "context_data", None) or {}).get("page")
    if isinstance(page, PostPage) and page.last_published_at:
        # Only for information. It is not compared, because the page around the text changes without a publication.
        response.headers["Last-Modified"] = http_date(page.last_published_at.timestamp())
    response.headers.setdefault("ETag", f'"{hashlib.sha256(response.content).hexdigest()[:32]}"')
    return get_conditional_response(request, etag=response.headers["ETag"], response=response)
