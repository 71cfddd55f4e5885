from django.core.management.base import BaseCommand

from blog.review.roles.groups import make_groups


class Command(BaseCommand):
    help = "Makes the groups Authors, Reviewers, Editors and Administrators and the workflow Review. Safe to run again."

    def handle(self, *args: object, verbosity: int, **options: object) -> None:
        done = make_groups()
        if verbosity:
            self.stdout.write("\n".join(done) or "Nothing to do: groups and workflow are as they should be.")
