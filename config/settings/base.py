"""Settings for all environments. The other settings modules contain only the differences."""

import snowballstemmer
from django.conf import global_settings
from django.utils.csp import CSP

from config import env

BASE_DIR = env.BASE_DIR
VAR_DIR = env.folder("VAR_DIR", BASE_DIR / "var")

INSTALLED_APPS = [
    "config",
    "home",
    "search",
    "blog.exchange",
    "blog.suggestions",
    "blog.review",
    "blog.history",
    "blog.mail",
    "blog",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "blog.review.people.apps.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

# The steps of saving a live post, in this order, inside its transaction. Each is called with a `Publication`
# (blog/pages/publication.py), and an exception rolls the save back. The first step loads what the others need. They run
# only if the content that readers will see differs from the newest version.
PUBLISH_STEPS = [
    "blog.history.versioning.load_content",
    "blog.review.approval.guard.check_publication",
    "blog.review.link_checker.link_index.mark_links_due",
    "blog.review.workflow.notifications.notify_published",
    "blog.review.approval.draft_writers.clear_published_writers",
    "blog.suggestions.credits.record_credits",
    "blog.history.versioning.record_version",
]
# The same for a live post without its version, as `doctor` finds it.
BACKFILL_STEPS = [
    "blog.history.versioning.load_content",
    "blog.review.approval.guard.check_already_live",
    "blog.history.versioning.backfill_version",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "config.security_headers.SecurityHeadersMiddleware",
    "config.health.HealthMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.forms.FormMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "home.first_run.middleware.FirstRunMiddleware",
    "home.middleware.SiteLocaleMiddleware",
    "home.middleware.AdminZoneMiddleware",
    "blog.publishing.list_redirects.RedirectMiddleware",
    "blog.review.middleware.ActionRefusedMiddleware",
    "blog.review.throttling.ThrottlingMiddleware",
]

# True in a local trial by one person on one machine.
IS_LOCAL_TRIAL = False

# Whether mail is delivered. Otherwise people copy what would be sent.
SENDS_MAIL = False

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "config" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "home.navigation.menu_links",
            ],
        },
    },
]

DATABASES = {"default": env.database(VAR_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Highlighted code for all processes. This cache may be deleted at any time.
    "highlighted": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR_DIR / "highlighted",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
}

# Not longer than delivery is retried, so that an abandoned mail contains no valid link (blog.mail.sending).
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
PASSWORD_HASHERS = ["blog.review.throttling.QueueingHasher", *global_settings.PASSWORD_HASHERS[1:]]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# The proxies whose X-Forwarded-For header is trusted.
TRUSTED_PROXIES: list[str] = []

# All mail waits in the database for the worker, which passes it to the mailer "outgoing" of the other settings modules.
QUEUE = {"BACKEND": "blog.mail.backend.QueueBackend"}

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_I18N = True
# The one catalogue of the whole site. The catalogue of the admin's scripts includes it (domain "djangojs").
LOCALE_PATHS = [BASE_DIR / "config" / "locale"]
USE_TZ = True
FORMAT_MODULE_PATH = ["config.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "config" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "config.storage.MediaStorage"},
    "staticfiles": {"BACKEND": "config.storage.BundledStaticFilesStorage"},
}
# The web server may read files, and nobody may execute them.
FILE_UPLOAD_PERMISSIONS = 0o644
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# The form of a long post has many fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "media-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
    "frame-ancestors": [CSP.SELF],
    # Players that a reader starts with a click. Nothing is loaded from them before.
    "frame-src": ["https://www.youtube-nocookie.com", "https://player.vimeo.com"],
}

WAGTAIL_SITE_NAME = "Openbook"
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = True
WAGTAIL_APPEND_SLASH = True
# The target after the password of a section, if the form came from another site.
LOGIN_REDIRECT_URL = "/"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_FINISH_WORKFLOW_ACTION = "blog.review.workflow.finish_action.publish_approved"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "blog.admin.rich_text_field.RichTextArea"}}
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "blog.review.people.password_reset.PasswordRequestForm"  # noqa: S105 (a form)
WAGTAILADMIN_BASE_URL = env.web_address("SITE_URL", "http://127.0.0.1:8000")
WAGTAILIMAGES_IMAGE_MODEL = "blog.BlogImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "blog.media.forms.BlogImageForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILDOCS_DOCUMENT_MODEL = "blog.BlogDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "blog.media.forms.BlogDocumentForm"
# The types that players in posts may show. The upload checks the content, and each file is sent only as its type.
WAGTAILDOCS_CONTENT_TYPES = {
    "flac": "audio/flac",
    "m4a": "audio/mp4",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "ogg": "audio/ogg",
    "ogv": "video/ogg",
    "opus": "audio/ogg",
    "vtt": "text/vtt",
    "wav": "audio/wav",
    "webm": "video/webm",
}
WAGTAILDOCS_EXTENSIONS = [
    *("csv", "docx", "epub", "json", "odt", "pdf", "pptx", "txt", "xlsx", "zip"),
    *WAGTAILDOCS_CONTENT_TYPES,
]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# Every other document is a download. None is shown inline under the site's own host name.
WAGTAILDOCS_INLINE_CONTENT_TYPES = list(WAGTAILDOCS_CONTENT_TYPES.values())
WAGTAIL_USAGE_COUNT_ENABLED = True
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "search.backends"},
}
# The language for stemming. After a change, run manage.py update_index.
SEARCH_LANGUAGE = env.choice("SEARCH_LANGUAGE", "english", choices=snowballstemmer.algorithms())
# Embeds would send requests to the provider. Posts store a URL and load it after a click.
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {
        "without_secrets": {"()": "config.logs.SecretsFilter"},
        "outage_in_one_line": {"()": "config.logs.OutageFilter"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["outage_in_one_line", "without_secrets"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "blog": {"level": "INFO"},
        "config": {"level": "INFO"},
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        # These filters also apply if another handler is added.
        "django.request": {"filters": ["outage_in_one_line", "without_secrets"]},
    },
}
