from argparse import ArgumentParser
from urllib.parse import unquote, urlsplit

from django.core.management.base import BaseCommand, CommandError
from wagtail.models import Site

from blog.models import PostPage, TrashedPost
from blog.review.takedown.action import take_down


class Command(BaseCommand):
    help = "Takes a post down at once: the page, its versions, its pictures and documents. The draft stays."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("url", help="The address of the post.")
        parser.add_argument("--reason", default="", help="For the team. Readers do not see it.")

    def handle(self, *, url: str, reason: str, **_options: object) -> None:
        result = take_down(find_post(url), user=None, reason=reason)
        self.stdout.write(f"{url} returns “not found” now. Hidden versions: {result.versions}.")
        for files, words in (
            (result.moved, "Moved to other addresses"),
            (result.used_elsewhere, "Shown by other pages, and not moved"),
        ):
            if files:
                self.stdout.write(f"{words}: {', '.join(files)}.")
        self.stdout.write("Not within reach: copies of readers, search engines and archives, and backups.")
        if result.failed:
            message = f"Not moved, and perhaps still read: {', '.join(result.failed)}. Try again, or delete them."
            raise CommandError(message)


def find_post(url: str) -> PostPage:
    message = f"No post has the address {url}."
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise CommandError(message) from error
    path = f"/{unquote(parts.path).strip('/')}/"
    for site in Site.objects.select_related("root_page"):
        whole = f"{site.root_page.url_path.rstrip('/')}{path}"
        post = PostPage.objects.filter(url_path=whole).first() or trashed_post(whole)
        if post and parts.hostname in (None, site.hostname):
            return post
    raise CommandError(message)


def trashed_post(url_path: str) -> PostPage | None:
    """The post in the trash that had this address, the last one if there were several."""
    blog, slug = url_path.rstrip("/").rsplit("/", 1)
    notes = TrashedPost.objects.filter(slug=slug, blog__url_path=f"{blog}/").order_by("-trashed_at")
    return PostPage.objects.filter(pk__in=notes.values("post")[:1]).first()
