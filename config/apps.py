from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ConfigConfig(AppConfig):
    name = "config"
    verbose_name = "Wiring and operations"

    def ready(self) -> None:
        # The import connects their receivers.
        autodiscover_modules("signal_handlers")
