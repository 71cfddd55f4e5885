from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "blog.history"
    label = "blog_history"
    verbose_name = "History"

    def ready(self) -> None:
        # Importing connects the receivers.
        from blog.history import signal_handlers  # noqa: F401, PLC0415
