from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from blog.views.documents import serve_document
from config import sitemaps
from config.media import media
from config.robots import robots_txt


def not_found(request: HttpRequest, **_kwargs: object) -> HttpResponse:
    raise Http404


handler400 = handler500 = "config.outage.error_response"

admin_urlpatterns = [
    # Nothing in the admin uses it, and it deletes posts past the trash.
    path("api/main/pages/<int:pk>/action/<str:action_name>/", not_found),
    # For addresses of renditions, which this site does not answer; it fails where a picture cannot be drawn.
    path("images/<int:image_id>/preview/<str:filter_spec>/", not_found),
    path("", include("blog.review.people.accept_invitation")),
    path("", include(wagtailadmin_urls)),
]

urlpatterns = [
    path("", include("home.urls")),
    path("", include("blog.review.guests.views")),
    # The only place that names it: other modules use reverse("wagtailadmin_home").
    path("admin/", include(admin_urlpatterns)),
    # Python makes no number of so many digits.
    re_path(r"^documents/(?:\w+/)?\d{19}", not_found),
    # Of a document without a file.
    path("documents/<int:document_id>/", not_found),
    path("documents/<int:document_id>/<str:document_filename>", serve_document),
    path("documents/", include(wagtaildocs_urls)),
    path("search/", include("search.urls")),
    path("robots.txt", robots_txt, name="robots"),
    path("sitemap.xml", sitemaps.index),
    path("sitemap-<section>.xml", sitemaps.sitemap, name="sitemap"),
]

if settings.SERVES_MEDIA:
    urlpatterns += [path("media/<path:path>", media, name="media")]

# Everything else is a page; an address with a dot never is.
urlpatterns += [path("", include("blog.history.urls")), path("", include(wagtail_urls))]
