from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = "Front door"

    def ready(self) -> None:
        # Models can be imported now.
        from blog.changes import watch  # noqa: PLC0415
        from home.models import SiteSettings  # noqa: PLC0415

        watch(SiteSettings)
