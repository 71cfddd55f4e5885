from django.core.management.base import BaseCommand, CommandError

from blog.history.models import PublishedVersion
from blog.history.verification import broken_chains


class Command(BaseCommand):
    help = "Verifies that no published version was changed, removed or added after it was recorded."

    def handle(self, **_options: object) -> None:
        findings = list(broken_chains())
        for finding in findings:
            self.stdout.write(finding)
        if findings:
            message = f"{len(findings)} findings."
            raise CommandError(message)
        versions = PublishedVersion.objects
        pages = versions.values("post_uuid").distinct().count()
        self.stdout.write(f"{versions.count()} versions of {pages} pages: every chain is complete and unchanged.")
