from django.apps import AppConfig
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import autodiscover_modules


class ConfigConfig(AppConfig):
    name = "config"
    verbose_name = "Wiring and operations"

    def ready(self) -> None:
        # The import connects their receivers.
        autodiscover_modules("signal_handlers")
        # A server runs no system checks, and must not publish without the guard.
        for error in run_checks(tags=["publishing"]):
            raise ImproperlyConfigured(error.msg)
