import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.handlers.wsgi import WSGIHandler
from django.core.management.base import CommandError
from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")


def load() -> WSGIHandler:
    try:
        handler = get_wsgi_application()
        # It reads models, which are there now.
        from config.operations.preparation import refuse_newer_database  # noqa: PLC0415

        refuse_newer_database()
    except (ImproperlyConfigured, CommandError) as error:
        sys.exit(f"Not started: {error}")
    return handler


application = wrap_wsgi_with_proxy_headers(load(), settings.TRUSTED_PROXIES)
