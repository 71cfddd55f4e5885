"""Settings for a local trial by one person on one machine: `make run`. Not for the internet."""

from config import env

from .base import *  # noqa: F403

DEBUG = False
SECRET_KEY = env.stored_secret(VAR_DIR / "secret_key")  # noqa: F405
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
MAILERS = {
    "default": QUEUE,  # noqa: F405
    "outgoing": {
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": str(VAR_DIR / "mail")},  # noqa: F405
    },
}
SERVES_MEDIA = True
IS_LOCAL_TRIAL = True
