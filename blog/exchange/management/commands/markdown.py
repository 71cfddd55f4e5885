"""Prints the canonical Markdown of a post, or checks that foreign Markdown is stable."""

import json
import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from blog.body.canonical import canonical_text
from blog.exchange.files import files_in
from blog.exchange.roundtrip_check import RoundtripResult, check_roundtrip
from blog.models import PostPage


class Command(BaseCommand):
    # Checking files needs no database, but system checks would open one.
    requires_system_checks: ClassVar = []
    help = "Prints the canonical Markdown of a post, or checks a folder of foreign Markdown without importing it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        writing = actions.add_parser("write", help="print the canonical text of a post")
        writing.add_argument("slug")
        writing.add_argument("--blog", help="the slug of its blog, where several have such a post")
        checking = actions.add_parser("check", help="read, write and read again every Markdown file of a folder")
        checking.add_argument("folder", type=Path)
        checking.add_argument("--report", type=Path, metavar="FILE.json")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"] == "write":
            self.stdout.write(canonical_text(post_named(options["slug"], options["blog"]).body), ending="")
        else:
            self.check_folder(options["folder"], options["report"])

    def check_folder(self, folder: Path, report: Path | None) -> None:
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.")
        files = [file for file in files_in(folder) if not file.is_section]
        progress = tqdm(files, unit=" files", disable=not sys.stderr.isatty(), leave=False)
        checks = [check_roundtrip(file, folder) for file in progress]
        for check in checks:
            self.stdout.write(f"{check.file}: {'stable' if check.is_stable else check.difference}")
        self.sum_up(checks)
        if report:
            report.write_text(json.dumps([check.as_json() for check in checks], indent=1, ensure_ascii=False) + "\n")
        if not all(check.is_stable for check in checks):
            raise CommandError("Not every file is stable.")

    def sum_up(self, checks: list[RoundtripResult]) -> None:
        words, raw = sum(check.words for check in checks), sum(check.raw_words for check in checks)
        stable = sum(check.is_stable for check in checks)
        share = 100 * raw / words if words else 0
        self.stdout.write(f"\n{stable} of {len(checks)} files stable")
        self.stdout.write(f"{raw:,} of {words:,} words in Markdown blocks ({share:.2f} %)")
        constructs: Counter[str] = sum((check.constructs for check in checks), Counter())
        for construct, count in constructs.most_common():
            self.stdout.write(f"  {construct}: {count:,} words")


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
