from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "blog.review"
    label = "blog_review"
    verbose_name = "Review"

    def ready(self) -> None:
        # Importing connects the receivers.
        from blog.review import signal_handlers  # noqa: F401, PLC0415
