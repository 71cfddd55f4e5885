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
    # The admin does not use this URL, and it deletes posts without the trash.
    path("api/main/pages/<int:pk>/action/<str:action_name>/", not_found),
    # This view is for URLs of renditions, which this site does not serve. It fails if an image cannot be rendered.
    path("images/<int:image_id>/preview/<str:filter_spec>/", not_found),
    path("", include("blog.review.people.accept_invitation")),
    path("", include(wagtailadmin_urls)),
]

urlpatterns = [
    path("", include("home.urls")),
    path("", include("blog.review.guests.views")),
    # Only this place contains the path. Other modules use reverse("wagtailadmin_home").
    path("admin/", include(admin_urlpatterns)),
    # A number this long is not an id, and Python does not convert very long ones.
    re_path(r"^documents/(?:[a-z_]+/)?\d{19,}/", not_found),
    # The URL of a document without a file.
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

# Every other URL is a page. A URL with a dot is never a page.
urlpatterns += [path("", include(urls)) for urls in ("blog.history.urls", "blog.suggestions.views", wagtail_urls)]
