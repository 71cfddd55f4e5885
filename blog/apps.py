from django.apps import AppConfig


class BlogConfig(AppConfig):
    name = "blog"
    verbose_name = "Blog"

    def ready(self) -> None:
        # Importing connects the receivers.
        from blog import signal_handlers  # noqa: F401, PLC0415
