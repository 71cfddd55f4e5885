"""As a person runs the site, but without names and compressed copies of static files, which no fact is about."""

from config.settings.local import *  # noqa: F403

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
