from argparse import ArgumentParser

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand

from home.demo.loader import load_demo
from home.first_site import ensure_site


class Command(BaseCommand):
    help = "Makes the site where there is none, and adds the demo content if its blog is empty."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--address", default=settings.WAGTAILADMIN_BASE_URL, help="What readers type.")
        parser.add_argument("--without-posts", action="store_true", help="Make the empty site only.")

    def handle(self, *, address: str, without_posts: bool, **_options: object) -> None:
        site = ensure_site(address)
        if without_posts:
            return
        user = User.objects.filter(is_superuser=True).order_by("pk").first()
        if load_demo(site, user, say=lambda title: self.stdout.write(f"  {title}")):
            self.stdout.write("Demo content added.")
