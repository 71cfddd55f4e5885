from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from blog.body.canonical import canonical_text
from blog.models import PostPage


class Command(BaseCommand):
    help = "Prints the canonical Markdown of a post."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        writing = actions.add_parser("write", help="print the canonical text of a post")
        writing.add_argument("slug")
        writing.add_argument("--blog", help="the slug of its blog, where several have such a post")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(canonical_text(post_named(options["slug"], options["blog"]).body), ending="")


def post_named(slug: str, blog: str | None) -> PostPage:
    posts = PostPage.objects.filter(slug=slug)
    if blog:
        posts = [post for post in posts if post.get_parent().slug == blog]
    found = list(posts)
    if len(found) == 1:
        return found[0]
    if found:
        raise CommandError(f"Several blogs have a post “{slug}”. Name one with --blog.")
    raise CommandError(f"There is no post “{slug}”.")
