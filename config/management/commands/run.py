import os
import sys
from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connections

from config.operations.local_server import check_port_is_free, supervise, wanted_port
from config.operations.login import login_lines
from config.operations.preparation import check_folder, lock, prepare


class Command(BaseCommand):
    help = "Prepares the site and runs it on this machine: one server, one worker. PORT and VAR_DIR choose where."
    # The preparation runs its own checks and prints clear messages.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--only-prepare", action="store_true", help="Prepare the site and stop.")
        parser.add_argument("--parent", type=int, metavar="PID", help="Stop when this process, its parent, is gone.")

    def handle(self, *, only_prepare: bool, parent: int | None, **options: object) -> None:
        # The data contains drafts, sessions and password hashes. Other users of this machine must not read them.
        os.umask(0o077)
        port = wanted_port()
        check_folder(settings.VAR_DIR)
        message = f"Openbook is already running with the data in {settings.VAR_DIR}. Stop it, or choose: VAR_DIR=…"
        with lock(settings.VAR_DIR / "run.lock", message):
            check_port_is_free(port)
            prepare(port=port, say=sys.stdout)
            login = [] if only_prepare else login_lines(settings.VAR_DIR)
            # The child processes open their own connections. This process needs none while they run.
            connections.close_all()
            if not only_prepare:
                sys.exit(supervise(port, login, parent))
