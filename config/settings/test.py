"""Fast and isolated settings for tests: a fast password hasher, mail in memory, media in a temporary folder."""

import tempfile
from pathlib import Path

from .base import *  # noqa: F403

SECRET_KEY = "only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": QUEUE, "outgoing": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}  # noqa: F405
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="openbook-test-media-"))
STORAGES = {
    "default": {"BACKEND": "config.storage.MediaStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES["highlighted"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "code"}  # noqa: F405
if DATABASES["default"]["ENGINE"] == "config.sqlite":  # noqa: F405
    # pytest-django gives each process its own file if it does not know the engine.
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}  # noqa: F405
WHITENOISE_AUTOREFRESH = True
SERVES_MEDIA = True
IS_LOCAL_TRIAL = True
