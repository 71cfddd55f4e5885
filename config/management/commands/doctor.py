from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from blog.history import doctor as history_doctor
from blog.publishing import doctor
from blog.scheduling.worker_status import downtime_message
from search.index import doctor as search_doctor


class Command(BaseCommand):
    help = "Asks whether the worker lives, and compares what readers see with the page tree and its history."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="Put right what can be put right.")

    def handle(self, *, repair: bool, **_options: object) -> None:
        findings, repaired = [], 0
        if trouble := downtime_message():
            findings.append(f"{trouble} Start it: manage.py worker")
        for examine in (doctor.examine, history_doctor.examine, search_doctor.examine):
            found, put_right = examine(repair=repair)
            findings += found
            repaired += put_right
        steps = ", ".join(step.rpartition(".")[2] for step in settings.PUBLISH_STEPS)
        self.stdout.write(f"Steps of publishing: {steps}.")
        for finding in findings:
            self.stdout.write(finding)
        if not findings:
            self.stdout.write(
                "All well: readers see exactly what the page tree says, and every live post has its version."
            )
        elif repair:
            self.stdout.write(f"{len(findings)} findings, {repaired} repaired.")
        else:
            message = f"{len(findings)} findings. Run doctor --repair to put them right."
            raise CommandError(message)
