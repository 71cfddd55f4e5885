from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError

from config.operations.errors import NotStarted
from config.operations.login import login_lines


class Command(BaseCommand):
    help = "Shows the user and password that the first start made on this machine."

    def handle(self, *args: object, **options: object) -> None:
        try:
            self.stdout.write("\n".join(login_lines(settings.VAR_DIR)))
        except DatabaseError as error:
            raise NotStarted("There is no site in this folder yet. Start it first: make run") from error
