from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand

from blog.media.renditions import RenditionQueue
from config.operations.data_version import check_database_version
from config.operations.parent_watch import stop_with_parent
from config.operations.preparation import check_folder, lock
from config.operations.worker import Worker, work_once
from search.suggest.vocabulary import VocabularyUpdater


class Command(BaseCommand):
    help = "Publishes what is scheduled and removes what is expired, every 30 seconds. One per site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do one round and stop.")
        parser.add_argument("--parent", type=int, metavar="PID", help="Stop when this process, its parent, is gone.")

    def handle(self, *, once: bool, parent: int | None, **options: object) -> None:
        if parent is not None:
            stop_with_parent(parent)
        check_folder(settings.VAR_DIR)
        check_database_version()
        path = settings.VAR_DIR / "worker.lock"
        held = lock(path, f"A worker is already running for {settings.VAR_DIR}. One is enough: stop it first.")
        with held:
            if once:
                work_once(RenditionQueue(), VocabularyUpdater())
            else:
                Worker().run()
