"""One import: reads every file, compares it with what came in before, and writes what is new.

Posts are written oldest first. A post that links to one still to come waits as a draft until that one is there, so
that each is published once, complete. A run that is stopped leaves whole posts behind, and the next one goes on.
A post that was deleted here comes in again; one that should stay away is withdrawn instead.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from blog.exchange.addresses import LinkTargets
from blog.exchange.bodies import Bodies
from blog.exchange.files import OTHER_ENDINGS, files_in, speakable
from blog.exchange.imported import Finding, ImportedPost
from blog.exchange.items import Item, Progress, Wishes
from blog.exchange.markdown_folder import Options, read_post, read_section
from blog.exchange.models import ImportedSource
from blog.exchange.pictures import NoPicture, Picture, Pictures
from blog.exchange.redirects import Redirects
from blog.exchange.report import Report
from blog.exchange.slugs import FreeSlugs, slug_words
from blog.exchange.writer import Content, Writer, is_edited, would_lose_pictures
from blog.models import BlogIndexPage, BlogSettings


@dataclass(slots=True)
class Import:
    blog: BlogIndexPage
    wishes: Wishes
    progress: Progress
    report: Report = field(init=False)
    targets: LinkTargets = field(init=False)
    pictures: Pictures = field(init=False)
    bodies: Bodies = field(init=False)
    redirects: Redirects = field(init=False)
    stubs: list[ImportedPost] = field(default_factory=list)
    pages: dict[str, int] = field(default_factory=dict)
    sources: dict[str, ImportedSource] = field(default_factory=dict)

    def __post_init__(self) -> None:
        wishes = self.wishes
        self.report = Report(wishes.source_name, str(wishes.folder), wishes.is_dry_run)
        self.targets = LinkTargets(wishes.base_url)
        self.pictures = Pictures(wishes.folder, wishes.images, self.targets, wishes.fetcher)
        self.bodies = Bodies(self.targets, self.pictures)
        self.redirects = Redirects(self.blog.get_site())

    def run(self) -> Report:
        known = ImportedSource.objects.filter(source_name=self.wishes.source_name)
        self.sources = {source.source_id: source for source in known}
        self.pages = {source_id: source.post_id for source_id, source in self.sources.items()}
        posts = self._posts()
        for post in posts:
            self.targets.add(post.source_id, post.old_addresses, is_draft=post.is_draft)
        items: list[Item] = []
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
        options = Options(BlogSettings.for_site(site).zone, self.wishes.permalink, self.wishes.licence)
        posts: list[ImportedPost] = []
        files = files_in(self.wishes.folder, on_error=self._unread_folder)
        for file in sorted(files, key=lambda file: not file.is_section):
            if file.is_section:
                self.report.files["section"] += 1
                with self.report.catching(file.source_id):
                    read_section(file, self.wishes.folder, options)
                continue
            self.report.files["post"] += 1
            with self.report.catching(file.source_id):
                post = read_post(file, self.wishes.folder, options)
                (self.stubs if post.redirect_to and not post.is_draft else posts).append(post)
        for file in files_in(self.wishes.folder, endings=OTHER_ENDINGS):
            self.report.not_read[file.path.suffix.lower()] += 1
            self.report.findings.append(Finding(file.source_id, 1, "not read", "is no Markdown; convert it"))
        return posts

    def _unread_folder(self, error: OSError) -> None:
        path = Path(os.fsdecode(error.filename)).relative_to(self.wishes.folder)
        self.report.fail(speakable(path), "file", f"cannot be read: {error.strerror}")

    def _item(self, post: ImportedPost) -> Item:
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
        return Item(post, found, cover, parts, self.sources.get(post.source_id))

    def _cover(self, post: ImportedPost) -> Picture | None:
        if post.cover is None:
            return None
        try:
            picture = self.pictures.find(post.cover.address, post)
            if picture.path is None:
                raise NoPicture("remote", "lies on another site; covers are not fetched")
        except NoPicture as reason:
            self.report.images[f"cover {reason.outcome}"] += 1
            post.find("cover", f"{post.cover.address} {reason}", line=post.cover.line)
            return None
        if not post.cover.alt:
            detail = f"{post.cover.address} says nowhere what it shows and is taken as decoration"
            post.find("cover", detail, line=post.cover.line)
        return picture

    def _name(self, items: list[Item]) -> None:
        """Gives new posts their slugs, the older one first, and reads which redirects there are."""
        siblings = dict(self.blog.get_children().values_list("slug", "pk"))
        owners = {page: source_id for source_id, page in self.pages.items()}
        slugs = FreeSlugs(siblings)
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

    def _write(self, items: list[Item]) -> None:
        writer = Writer(self.blog, self.wishes.source_name)
        known = [item for item in items if item.source]
        new = sorted((item for item in items if item.source is None), key=lambda item: item.order)
        to_come = {item.post.source_id for item in new}
        waiting: list[Item] = []
        for item in self.progress(new, "Writing"):
            to_wait = not to_come.isdisjoint(item.found.links.values())
            if self._attempt(item, lambda item=item, wait=to_wait: self._create(writer, item, wait=wait)):
                to_come.discard(item.post.source_id)
                waiting += [item] if to_wait else []
        for item in waiting:
            self._attempt(item, lambda item=item: self._rewrite(writer, item))
        for item in self.progress(known, "Comparing"):
            self._attempt(item, lambda item=item: self._follow(writer, item))

    def _attempt(self, item: Item, write: Callable[[], None]) -> bool:
        """Whether the post was written whole; if not, nothing of it was."""
        page = self.pages.get(item.post.source_id)
        with self.report.catching(item.post.source_id), transaction.atomic():
            write()
            return True
        item.outcome = "failed"
        if page is None:
            self.pages.pop(item.post.source_id, None)
        # What the blog knows of its children is as it was before, too.
        self.blog.refresh_from_db()
        return False

    def _create(self, writer: Writer, item: Item, *, wait: bool) -> None:
        content = self._content(item)
        if self.wishes.is_dry_run:
            self.pages[item.post.source_id] = 0
            return
        page = writer.create(item.post, item.slug, content, digest="" if wait else item.digest(self.pages))
        item.source = page.imported_sources.get()
        self.pages[item.post.source_id] = page.pk

    def _rewrite(self, writer: Writer, item: Item) -> None:
        if not self.wishes.is_dry_run:
            writer.rewrite(item.source, item.post, self._content(item), digest=item.digest(self.pages))

    def _follow(self, writer: Writer, item: Item) -> None:
        """Brings a post that came in before up to date, unless somebody has worked on it here."""
        if item.source.post.is_trashed:
            item.outcome = "edited"
            item.post.find("trash", "the post was deleted here and lies in the trash; it was left")
            return
        if item.source.source_hash in (item.digest(self.pages), item.digest(self.pages, date=item.post.date)):
            item.outcome = "unchanged"
            return
        content = self._content(item)
        if is_edited(item.source):
            item.outcome = "edited"
            item.post.find("edited", "the source or the reader changed, but so did the post here; it was left")
        elif would_lose_pictures(item.source, content.blocks):
            item.outcome = "edited"
            item.post.find("edited", "pictures of the post were not found this time; it was left. Give --images")
        else:
            item.outcome = "changed"
            if not self.wishes.is_dry_run:
                writer.rewrite(item.source, item.post, content, digest=item.digest(self.pages))

    def _content(self, item: Item) -> Content:
        def image(address: str) -> int | None:
            picture = item.found.pictures.get(address)
            return self._image(item, picture, item.found.alts.get(address, "")) if picture else None

        cover = self._image(item, item.cover, item.post.cover.alt) if item.cover and item.post.cover else None
        blocks = self.bodies.resolved(item.found, item.post, pages=self.pages, image=image)
        return Content(blocks, cover)

    def _image(self, item: Item, picture: Picture, alt: str) -> int | None:
        """The id of a picture; None, and a reason in `lost`, where it was refused. A dry run gives 0."""
        try:
            if self.wishes.is_dry_run:
                self.pictures.check(picture)
                return 0
            return self.pictures.take_in(picture, alt=alt)
        except NoPicture as reason:
            item.found.lost[picture.address] = reason
            return None

    # Telling

    def _redirect(self, items: list[Item]) -> None:
        for item in items:
            if item.outcome != "failed":
                target = self.pages.get(item.post.source_id)
                self._attempt(item, lambda item=item, target=target: self._make_redirects(item.post, target))

    def _make_redirects(self, post: ImportedPost, target: int | str | None) -> None:
        missing, there = self.redirects.wanted(post, target)
        if missing and target and not self.wishes.is_dry_run:
            self.redirects.make(missing, target)
        self.report.redirects["new"] += len(missing)
        self.report.redirects["there"] += len(there)
