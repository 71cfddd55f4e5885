"""Imports a folder: reads every file, compares it with earlier imports, and writes new and changed posts.

Posts are written oldest first. A post that links to one still to come waits as a draft until that one is there, so
that each is published once, complete. A run that is stopped leaves whole posts behind, and the next one goes on.
A post that was deleted here comes in again; one that should stay away is unpublished instead.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from blog.exchange.addresses import LinkTargets
from blog.exchange.bodies import BodyReader
from blog.exchange.files import UNREAD_SUFFIXES, files_in, path_as_text
from blog.exchange.import_items import ImportItem, ImportOptions, Progress
from blog.exchange.imported_post import ImportedPost, ImportFinding
from blog.exchange.markdown_folder import ReadOptions, read_post, read_section
from blog.exchange.models import ImportedSource
from blog.exchange.pictures import PictureImporter, PictureRefused, SourcePicture
from blog.exchange.redirects import RedirectImporter
from blog.exchange.report import ImportReport
from blog.exchange.slugs import SlugAllocator, slug_words
from blog.exchange.writer import Writer, WrittenContent, is_edited, would_lose_pictures
from blog.models import BlogIndexPage, BlogSettings


@dataclass(slots=True)
class Importer:
    blog: BlogIndexPage
    options: ImportOptions
    progress: Progress
    report: ImportReport = field(init=False)
    targets: LinkTargets = field(init=False)
    pictures: PictureImporter = field(init=False)
    bodies: BodyReader = field(init=False)
    redirects: RedirectImporter = field(init=False)
    stubs: list[ImportedPost] = field(default_factory=list)
    pages: dict[str, int] = field(default_factory=dict)
    sources: dict[str, ImportedSource] = field(default_factory=dict)

    def __post_init__(self) -> None:
        options = self.options
        self.report = ImportReport(options.source_name, str(options.folder), options.is_dry_run)
        self.targets = LinkTargets(options.base_url)
        self.pictures = PictureImporter(options.folder, options.images, self.targets, options.fetcher)
        self.bodies = BodyReader(self.targets, self.pictures)
        self.redirects = RedirectImporter(self.blog.get_site())

    def run(self) -> ImportReport:
        known = ImportedSource.objects.filter(source_name=self.options.source_name)
        self.sources = {source.source_id: source for source in known}
        self.pages = {source_id: source.post_id for source_id, source in self.sources.items()}
        posts = self._posts()
        for post in posts:
            self.targets.add(post.source_id, post.old_addresses, is_draft=post.is_draft)
        items: list[ImportItem] = []
        for post in self.progress(posts, "Reading"):
            with self.report.catching(post.source_id):
                items.append(self._item(post))
        self._name(items)
        self._write(items)
        self._redirect(items)
        for stub in self.stubs:
            with self.report.catching(stub.source_id), transaction.atomic():
                self._make_redirects(stub, self.redirects.end_of(stub, self.targets, self.pages))
                self.report.files["redirect"] += 1
                self.report.findings.extend(stub.findings)
        for item in items:
            item.sum_up(self.report)
        return self.report

    # Reading

    def _posts(self) -> list[ImportedPost]:
        site = self.blog.get_site()
        options = ReadOptions(BlogSettings.for_site(site).zone, self.options.permalink, self.options.licence)
        posts: list[ImportedPost] = []
        files = files_in(self.options.folder, on_error=self._unread_folder)
        for file in sorted(files, key=lambda file: not file.is_section):
            if file.is_section:
                self.report.files["section"] += 1
                with self.report.catching(file.source_id):
                    read_section(file, self.options.folder, options)
                continue
            self.report.files["post"] += 1
            with self.report.catching(file.source_id):
                post = read_post(file, self.options.folder, options)
                (self.stubs if post.redirect_to and not post.is_draft else posts).append(post)
        for file in files_in(self.options.folder, endings=UNREAD_SUFFIXES):
            self.report.not_read[file.path.suffix.lower()] += 1
            self.report.findings.append(ImportFinding(file.source_id, 1, "not read", "is not Markdown; convert it"))
        return posts

    def _unread_folder(self, error: OSError) -> None:
        path = Path(os.fsdecode(error.filename)).relative_to(self.options.folder)
        self.report.fail(path_as_text(path), "file", f"cannot be read: {error.strerror}")

    def _item(self, post: ImportedPost) -> ImportItem:
        found = self.bodies.read(post)
        cover = self._cover(post)
        parts = {
            "source": post.digest,
            "date": post.date_as_written.isoformat() if post.date_as_written else "",
            "hrefs": found.hrefs,
            "pictures": {address: picture.digest for address, picture in found.pictures.items()},
            "cover": cover.digest if cover else "",
            "licence": post.licence,
        }
        return ImportItem(post, found, cover, parts, self.sources.get(post.source_id))

    def _cover(self, post: ImportedPost) -> SourcePicture | None:
        if post.cover is None:
            return None
        try:
            picture = self.pictures.find(post.cover.address, post)
            if picture.path is None:
                raise PictureRefused("remote", "is on another site; covers are not fetched")
        except PictureRefused as reason:
            self.report.images[f"cover {reason.outcome}"] += 1
            post.find("cover", f"{post.cover.address} {reason}", line=post.cover.line)
            return None
        if not post.cover.alt:
            detail = f"{post.cover.address} has no description and is imported as decorative"
            post.find("cover", detail, line=post.cover.line)
        return picture

    def _name(self, items: list[ImportItem]) -> None:
        """Assigns slugs to new posts, oldest first, and loads existing redirects."""
        siblings = dict(self.blog.get_children().values_list("slug", "pk"))
        owners = {page: source_id for source_id, page in self.pages.items()}
        slugs = SlugAllocator(siblings)
        address = self.blog.get_url() or "/"
        path = "/" + address.partition("://")[2].partition("/")[2] if "://" in address else address
        self.redirects.pages = {f"{path}{slug}": owners.get(page, slug) for slug, page in siblings.items()}
        self.redirects.load()
        for item in sorted(items, key=lambda item: item.order):
            if item.source is None:
                item.slug = slugs.take(item.post.slug)
                if item.slug != (slug_words(item.post.slug) or "post"):
                    item.post.find("slug", f"{slug_words(item.post.slug)} is taken; the post is {item.slug}")
                self.redirects.pages[f"{path}{item.slug}"] = item.post.source_id

    # Writing

    def _write(self, items: list[ImportItem]) -> None:
        writer = Writer(self.blog, self.options.source_name)
        known = [item for item in items if item.source]
        new = sorted((item for item in items if item.source is None), key=lambda item: item.order)
        to_come = {item.post.source_id for item in new}
        waiting: list[ImportItem] = []
        for item in self.progress(new, "Writing"):
            to_wait = not to_come.isdisjoint(item.found.links.values())
            if self._attempt(item, lambda item=item, wait=to_wait: self._create(writer, item, wait=wait)):
                to_come.discard(item.post.source_id)
                waiting += [item] if to_wait else []
        for item in waiting:
            self._attempt(item, lambda item=item: self._rewrite(writer, item))
        for item in self.progress(known, "Comparing"):
            self._attempt(item, lambda item=item: self._follow(writer, item))

    def _attempt(self, item: ImportItem, write: Callable[[], None]) -> bool:
        """Returns whether the post was written. If not, the transaction is rolled back."""
        page = self.pages.get(item.post.source_id)
        with self.report.catching(item.post.source_id), transaction.atomic():
            write()
            return True
        item.outcome = "failed"
        if page is None:
            self.pages.pop(item.post.source_id, None)
        # The rollback also affects the child count of the blog.
        self.blog.refresh_from_db()
        return False

    def _create(self, writer: Writer, item: ImportItem, *, wait: bool) -> None:
        content = self._content(item)
        if self.options.is_dry_run:
            self.pages[item.post.source_id] = 0
            return
        page = writer.create(item.post, item.slug, content, digest="" if wait else item.digest(self.pages))
        item.source = page.imported_sources.get()
        self.pages[item.post.source_id] = page.pk

    def _rewrite(self, writer: Writer, item: ImportItem) -> None:
        if not self.options.is_dry_run:
            writer.rewrite(item.source, item.post, self._content(item), digest=item.digest(self.pages))

    def _follow(self, writer: Writer, item: ImportItem) -> None:
        """Updates a post of an earlier import, unless somebody has edited it here."""
        if item.source.post.is_trashed:
            item.outcome = "edited"
            item.post.find("trash", "the post is in the trash; it was not changed")
            return
        if item.source.source_hash in (item.digest(self.pages), item.digest(self.pages, date=item.post.date)):
            item.outcome = "unchanged"
            return
        content = self._content(item)
        if is_edited(item.source):
            item.outcome = "edited"
            item.post.find("edited", "the source or the importer changed, but the post was edited here; it stays")
        elif would_lose_pictures(item.source, content.blocks):
            item.outcome = "edited"
            item.post.find("edited", "pictures of the post were not found this time; it was not changed. Give --images")
        else:
            item.outcome = "changed"
            if not self.options.is_dry_run:
                writer.rewrite(item.source, item.post, content, digest=item.digest(self.pages))

    def _content(self, item: ImportItem) -> WrittenContent:
        def image(address: str) -> int | None:
            picture = item.found.pictures.get(address)
            return self._image(item, picture, item.found.alts.get(address, "")) if picture else None

        cover = self._image(item, item.cover, item.post.cover.alt) if item.cover and item.post.cover else None
        blocks = self.bodies.resolved(item.found, item.post, pages=self.pages, image=image)
        return WrittenContent(blocks, cover)

    def _image(self, item: ImportItem, picture: SourcePicture, alt: str) -> int | None:
        """The id of a picture. None, with a reason in `lost`, if it was refused. A dry run returns 0."""
        try:
            if self.options.is_dry_run:
                self.pictures.check(picture)
                return 0
            return self.pictures.take_in(picture, alt=alt)
        except PictureRefused as reason:
            item.found.lost[picture.address] = reason
            return None

    # Redirects

    def _redirect(self, items: list[ImportItem]) -> None:
        for item in items:
            if item.outcome != "failed":
                target = self.pages.get(item.post.source_id)
                self._attempt(item, lambda item=item, target=target: self._make_redirects(item.post, target))

    def _make_redirects(self, post: ImportedPost, target: int | str | None) -> None:
        missing, there = self.redirects.wanted(post, target)
        if missing and target and not self.options.is_dry_run:
            self.redirects.make(missing, target)
        self.report.redirects["new"] += len(missing)
        self.report.redirects["there"] += len(there)
