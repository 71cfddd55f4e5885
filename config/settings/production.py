"""Settings for a site on the internet, behind TLS. A start with a missing variable prints its name."""

from urllib.parse import urlsplit

from config import env

from .base import *  # noqa: F403

DEBUG = False
SECRET_KEY = env.secret("SECRET_KEY")
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS")
WAGTAILADMIN_BASE_URL = env.web_address("SITE_URL", schemes=("https",))
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
# Internal requests for these do not pass the web server that handles TLS.
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
TRUSTED_PROXIES = env.proxies("TRUSTED_PROXIES", ["127.0.0.1", "::1"])
SECURE_HSTS_SECONDS = 31_536_000
# A policy beyond this host is hard to undo. The owner of the site decides on it.
HSTS = env.choice("HSTS", "host", choices=["host", "subdomains", "preload"])
SECURE_HSTS_INCLUDE_SUBDOMAINS = HSTS != "host"
SECURE_HSTS_PRELOAD = HSTS == "preload"
MAILERS = {"default": QUEUE, "outgoing": env.mailer()}  # noqa: F405
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", f"openbook@{urlsplit(WAGTAILADMIN_BASE_URL).hostname}")
SENDS_MAIL = bool(env.text("MAIL_HOST", ""))
# The admin shows previews in a frame. For newer browsers, frame-ancestors in the policy has the same meaning.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W019", "security.W021"]
SERVES_MEDIA = False
