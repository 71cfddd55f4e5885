import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.handlers.wsgi import WSGIHandler
from django.core.management.base import CommandError
from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

from config.operations.data_version import check_database_version

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")


def load_application() -> WSGIHandler:
    try:
        handler = get_wsgi_application()
        check_database_version()
    except (ImproperlyConfigured, CommandError) as error:
        sys.exit(f"Not started: {error}")
    return handler


application = wrap_wsgi_with_proxy_headers(load_application(), settings.TRUSTED_PROXIES)
