import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from blog.exchange.addresses import InvalidPermalinkPattern, check_pattern
from blog.exchange.files import MARKDOWN_SUFFIXES
from blog.exchange.import_items import ImportOptions
from blog.exchange.importer import Importer
from blog.exchange.report import ImportReport
from blog.fetching.ssrf_guard import Fetcher
from blog.models import BlogIndexPage
from blog.rendering.characters import without_forbidden
from blog.settings.licences import LicenceChoice

INTERRUPTED_EXIT_CODE = 130
LICENCE_OF_BLOG = "of-the-blog"
# Findings that are printed one by one. The report contains all.
PRINTED_FINDINGS = ("edited", "refused", "not written", "error", "file", "front matter", "encoding", "size")


class Command(BaseCommand):
    help = (
        "Imports a folder of Markdown posts, for example of Jekyll, Eleventy or Zola. "
        "A second run imports new and changed posts, and does not change posts that were edited here."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", help="The folder with the posts.")
        parser.add_argument("--images", metavar="FOLDER", help="The folder of pictures with root-relative addresses.")
        parser.add_argument("--blog", metavar="SLUG", help="The slug of the blog. Required if there are several blogs.")
        parser.add_argument("--source", metavar="NAME", help="The name of the source. Default: the name of the folder.")
        parser.add_argument(
            "--permalink",
            metavar="PATTERN",
            default="",
            help="The old addresses, such as /:year/:month/:day/:title/",
        )
        parser.add_argument(
            "--base-url", metavar="URL", default="", help="The old site, for links to what stays there."
        )
        parser.add_argument(
            "--licence",
            required=True,
            choices=[*LicenceChoice.values, LICENCE_OF_BLOG],
            help=f"The licence of posts without one. “{LICENCE_OF_BLOG}” is the licence of the blog's settings.",
        )
        parser.add_argument("--fetch", action="store_true", help="Fetch pictures from other sites.")
        parser.add_argument("--dry-run", action="store_true", help="Report what would happen, but write nothing.")
        parser.add_argument("--report", metavar="FILE.json", help="Write all findings to this file.")

    def handle(self, **options: Any) -> None:
        import_options = parse_options(options)
        blog = blog_named(options["blog"])
        try:
            report = Importer(blog, import_options, progress_bar).run()
        except KeyboardInterrupt as stop:
            message = "Stopped. Imported posts are complete. Run the same command again to continue."
            raise CommandError(message, returncode=INTERRUPTED_EXIT_CODE) from stop
        if options["report"]:
            write_report(report, Path(options["report"]))
        self.stdout.write("\n".join(report.lines()))
        for finding in report.findings:
            if finding.construct in PRINTED_FINDINGS:
                line = f"{finding.file}:{finding.line}: {finding.construct}: {finding.detail}"
                self.stdout.write(" ".join(line.split()))
        if not report.files["post"]:
            names = ", ".join(sorted(MARKDOWN_SUFFIXES))
            raise CommandError(
                f"No post was found in {options['folder']}. Name the folder of the files that end in {names}."
            )
        if failed := report.posts["failed"]:
            raise CommandError(
                f"{failed} {'file' if failed == 1 else 'files'} could not be imported. The lines above say why."
            )


def parse_options(options: dict[str, Any]) -> ImportOptions:
    folder = existing_folder(options["folder"])
    base_url = options["base_url"]
    if base_url and (urlsplit(base_url).scheme not in ("http", "https") or not urlsplit(base_url).hostname):
        raise CommandError(f"--base-url has to be a web address such as https://example.org, not {base_url}.")
    try:
        check_pattern(options["permalink"] or "/")
    except InvalidPermalinkPattern as error:
        raise CommandError(str(error)) from error
    return ImportOptions(
        folder=folder,
        source_name=source_name(options["source"], folder),
        images=existing_folder(options["images"]) if options["images"] else None,
        permalink=options["permalink"],
        licence="" if options["licence"] == LICENCE_OF_BLOG else options["licence"],
        base_url=base_url,
        fetcher=Fetcher(settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE) if options["fetch"] else None,
        is_dry_run=options["dry_run"],
    )


def existing_folder(name: str) -> Path:
    folder = Path(name).expanduser()
    try:
        next(folder.iterdir(), None)
    except OSError as error:
        raise CommandError(f"The folder {name} cannot be read: {error.strerror}.") from error
    return folder.resolve()


def source_name(name: str | None, folder: Path) -> str:
    """The name of the folder; for Jekyll's `_posts` the name of its parent."""
    name = name or (folder.parent.name if folder.name in ("_posts", "_drafts") else folder.name) or "posts"
    if len(name) > 120:
        raise CommandError("--source may have at most 120 characters.")
    return name


def blog_named(slug: str | None) -> BlogIndexPage:
    blogs = BlogIndexPage.objects.filter(slug=slug) if slug else BlogIndexPage.objects.all()
    found = list(blogs.order_by("path")[:2])
    if len(found) == 1:
        return found[0]
    names = ", ".join(BlogIndexPage.objects.values_list("slug", flat=True)) or "none yet. Create one in the admin first"
    if slug and not found:
        raise CommandError(f"There is no blog “{slug}”. Blogs of this site: {names}.")
    raise CommandError(f"Name the blog with --blog. Blogs of this site: {names}.")


def write_report(report: ImportReport, path: Path) -> None:
    try:
        found = without_forbidden(report.as_json())
        path.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as error:
        raise CommandError(f"The report cannot be written to {path}: {error.strerror}.") from error


def progress_bar(items: Iterable[Any], title: str) -> Iterable[Any]:
    return tqdm(items, desc=title, unit=" posts", disable=not sys.stderr.isatty(), leave=False)
