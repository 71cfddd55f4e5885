from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    label = "finder"
    verbose_name = "Search"

    def ready(self) -> None:
        # Importing connects the receivers.
        from search import signal_handlers  # noqa: F401, PLC0415
