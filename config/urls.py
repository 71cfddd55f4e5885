from django.conf import settings
from django.contrib.sitemaps import views as sitemap_views
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from blog.documents import serve_document
from config.media import media
from config.robots import robots_txt
from config.sitemaps import SITEMAPS

urlpatterns = [
    path("", include("home.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/<int:document_id>/<str:document_filename>", serve_document),
    path("documents/", include(wagtaildocs_urls)),
    path("search/", include("search.urls")),
    path("robots.txt", robots_txt, name="robots"),
    path("sitemap.xml", sitemap_views.index, {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap"}),
    path("sitemap-<section>.xml", sitemap_views.sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
]

if settings.SERVES_MEDIA:
    urlpatterns += [path("media/<path:path>", media, name="media")]

# Everything else is a page; an address with a dot never is.
urlpatterns += [path("", include("blog.history.urls")), path("", include(wagtail_urls))]
