"""Adds the demo content to a new site, with the same revisions that an editor creates."""

import json
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils import timezone
from wagtail.models import Page, Site, Workflow

from blog.history.changes import ChangeForm
from blog.history.models import PublishedVersion
from blog.history.places import places, replace_places
from blog.markdown.ids import with_ids
from blog.markdown.read import read
from blog.markdown.resolve import resolve
from blog.models import (
    Author,
    BlogDocument,
    BlogImage,
    BlogIndexPage,
    BlogSettings,
    PostAuthor,
    PostPage,
    Series,
    Tag,
    Topic,
)
from blog.review.approval.approvals import record_trusted_approval
from blog.review.models import Approval
from blog.review.secret_links import hash_of_secret
from blog.settings.licences import LicenceChoice
from blog.suggestions.deciding import accept
from blog.suggestions.models import Suggestion
from home.demo.files import Text, demo_texts, read_catalogue, read_changes, read_media, without_changes
from home.demo.site_text import add_site_text, publish_trusted
from home.models import DemoItem, HomePage, InfoPage, MenuLink, SiteSettings

DEMO_SCHEDULE_DELAY = timedelta(days=7)
CHANGE_FIELDS = ("kind", "note", "wrong", "right")


def load_demo(site: Site, user: User | None, *, say: Callable[[str], object]) -> bool:
    """Adds the demo to a site if its blog is empty. Returns whether it was added."""
    home = HomePage.objects.get(pk=site.root_page_id)
    blog = BlogIndexPage.objects.child_of(home).first()
    if not blog or blog.get_children().exists() or DemoItem.objects.exists():
        return False
    with transaction.atomic():
        DemoLoader(site, blog, user).load(say)
    return True


class DemoLoader:
    def __init__(self, site: Site, blog: BlogIndexPage, user: User | None) -> None:
        self.site, self.blog, self.user = site, blog, user
        self.authors: dict[str, Author] = {}
        self.topics: dict[str, Topic] = {}
        self.series: dict[str, Series] = {}
        self.posts: dict[str, PostPage] = {}
        self.images: dict[str, BlogImage] = {}
        self.documents: dict[str, BlogDocument] = {}

    def load(self, say: Callable[[str], object]) -> None:
        self.add_catalogue()
        written, changed = demo_texts("posts"), read_changes()
        # All posts are created before any body is written, so that they can link to each other.
        for text in written:
            self.posts[text.slug] = self.add_post(text)
        for text in sorted(written, key=lambda text: str(text.about["date"])):
            say(str(text.about["title"]))
            changes = changed["changes"] if text.slug == changed["post"] else []
            self.write_post(self.posts[text.slug], without_changes(text, changes))
            self.change_post(self.posts[text.slug], text, changes)
        for suggestion in changed["suggestions"]:
            self.add_suggestion(self.posts[changed["post"]], **suggestion)
        for tag in Tag.objects.all():
            self.record(tag)
        for text in demo_texts("pages"):
            self.add_page(text)
        self.add_frame()

    def record[M: models.Model](self, item: M) -> M:
        DemoItem.objects.create(item=item)
        return item

    def add_catalogue(self) -> None:
        entries = read_catalogue()
        self.authors = {entry["slug"]: self.record(Author.objects.create(**entry)) for entry in entries["authors"]}
        self.topics = {entry["slug"]: self.record(Topic.objects.create(**entry)) for entry in entries["topics"]}
        self.series = {entry["slug"]: self.record(Series.objects.create(**entry)) for entry in entries["series"]}

    def add_post(self, text: Text) -> PostPage:
        title = str(text.about["title"])
        post = PostPage(title=title, slug=text.slug, live=False, owner=self.user, has_unpublished_changes=True)
        return self.record(self.blog.add_child(instance=post))

    def write_post(self, post: PostPage, text: Text) -> None:
        about = text.about
        post.summary = about["summary"]
        post.licence = LicenceChoice.CC_BY
        post.topic = self.topics.get(about.get("topic", ""))
        post.series = self.series.get(about.get("series", ""))
        post.series_place = about.get("place")
        if cover := about.get("cover"):
            post.cover = self.image(cover, about["cover_alt"])
            post.cover_alt = about["cover_alt"]
        post.tags.set(about.get("tags", []))
        post.post_authors = [
            PostAuthor(author=self.authors[slug], sort_order=place) for place, slug in enumerate(about["authors"])
        ]
        post.body = self.body(text)
        self.bring_to_state(post, str(about["state"]), parse_date(about["date"]))

    def bring_to_state(self, post: PostPage, state: str, when: datetime) -> None:
        if state == "published":
            post.published_on = when
        elif state == "scheduled":
            post.go_live_at = timezone.now() + DEMO_SCHEDULE_DELAY
        revision = post.save_revision(user=self.user)
        if state in {"published", "scheduled"}:
            record_trusted_approval(post, kind=Approval.Kind.DEMO, user=self.user)
            revision.publish(user=self.user)
        elif state == "in_review" and (workflow := Workflow.objects.active().first()):
            workflow.start(post, self.user)

    def change_post(self, post: PostPage, text: Text, changes: Sequence[dict[str, str]]) -> None:
        """Publishes each change as a version. What a reader suggested is accepted."""
        for place, change in enumerate(changes, start=1):
            if reader := change.get("reader"):
                edit = {name: change[name] for name in ("before", "after")}
                accept(self.add_suggestion(post, name=reader, **edit), user=self.user)
            draft = PostPage.objects.get(pk=post.pk).get_latest_revision_as_object()
            if not reader:
                draft.body = self.body(without_changes(text, changes[place:]))
            draft.change = ChangeForm.described_by(**{name: change.get(name, "") for name in CHANGE_FIELDS})
            revision = draft.save_revision(user=self.user)
            record_trusted_approval(draft, kind=Approval.Kind.DEMO, user=self.user)
            revision.publish(user=self.user)

    def add_suggestion(self, post: PostPage, *, before: str = "", after: str = "", **fields: str | bool) -> Suggestion:
        """A suggestion for the newest version, with a status page that nobody knows."""
        version = PublishedVersion.objects.newest_of(post.uuid)
        edits = {
            place.id: place.text.replace(before, after)
            for place in places(version.text)
            if before and before in place.text
        }
        is_decided = fields.get("state") == Suggestion.State.DECLINED
        return Suggestion.objects.create(
            post=post,
            version=version.number,
            before=version.text,
            after=replace_places(version.text, edits),
            edits=edits,
            may_be_named=True,
            secret_hash=hash_of_secret(secrets.token_urlsafe()),
            decided_by=self.user if is_decided else None,
            decided_at=timezone.now() if is_decided else None,
            **fields,
        )

    def body(self, text: Text) -> str:
        body = resolve(read(text.markdown), link=self.link, image=self.image_id, document=self.document_id)
        return json.dumps(with_ids(body.blocks))

    def link(self, address: str) -> dict[str, str] | None:
        kind, _, slug = address.partition(":")
        return {"linktype": "page", "id": str(self.posts[slug].pk)} if kind == "post" else None

    def image_id(self, address: str) -> int | None:
        kind, _, name = address.partition(":")
        return self.image(name, "").pk if kind == "image" else None

    def image(self, name: str, description: str) -> BlogImage:
        if name not in self.images:
            title, file = name.replace("-", " ").capitalize(), f"{name}.webp"
            image = BlogImage(title=title, description=description[:255], credit="")
            image.file = ContentFile(read_media(file), name=file)
            image.save()
            self.images[name] = self.record(image)
        return self.images[name]

    def document_id(self, address: str) -> int | None:
        kind, _, name = address.partition(":")
        return self.document(name).pk if kind == "document" else None

    def document(self, name: str) -> BlogDocument:
        if name not in self.documents:
            title = name.replace("-", " ").capitalize()
            document = BlogDocument(title=title, file=ContentFile(read_media(name), name=name))
            document.save()
            self.documents[name] = self.record(document)
        return self.documents[name]

    def add_page(self, text: Text) -> Page:
        home = HomePage.objects.get(pk=self.site.root_page_id)
        about = text.about
        page = InfoPage(title=about["title"], slug=about["slug"], summary=about["summary"], body=self.body(text))
        page.live = False
        home.add_child(instance=page)
        publish_trusted(page, self.user)
        return self.record(page)

    def add_frame(self) -> None:
        add_site_text(self.site, self.user)
        shown = dict.fromkeys(("shows_history", "shows_names", "shows_reviews", "shows_log", "takes_suggestions"), True)
        BlogSettings.objects.update_or_create(site=self.site, defaults=shown)
        settings = SiteSettings.for_site(self.site)
        pages = {page.slug: page for page in InfoPage.objects.child_of(self.site.root_page)}
        places = [("about", "header"), ("about", "footer"), ("corrections", "footer"), ("privacy", "footer")]
        for order, (slug, place) in enumerate(places, start=1):
            self.record(MenuLink.objects.create(settings=settings, page=pages[slug], place=place, sort_order=order))


def parse_date(value: object) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
