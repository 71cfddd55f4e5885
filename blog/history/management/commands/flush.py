from django.core.management.commands import flush
from django.db import connections

from blog.history.triggers import triggers_disabled


class Command(flush.Command):
    """Django's own command, which may delete published versions as well."""

    def handle(self, **options: object) -> None:
        with triggers_disabled(connections[options["database"]]):
            super().handle(**options)
