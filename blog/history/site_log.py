"""The log of changes of a blog: what readers could notice, without words. It is recorded whether it is shown or not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from wagtail.models import Page

from blog.history.models import PublishedVersion, SiteEvent
from blog.models import BlogIndexPage, PostPage, PublicPost
from blog.page_tree import TRASH_URL_PATH


@dataclass(frozen=True)
class LoggedEvent:
    """``title`` and ``url`` are "" if the post is not readable now."""

    kind: str
    label: str
    at: datetime
    reason: str
    title: str = ""
    url: str = ""


def record_event(post: PostPage, kind: str, *, blog: int | None, reason: str = "") -> None:
    """Records an event of a post that was published for everybody. Of others readers are told nothing."""
    record = PublishedVersion.objects.filter(post_uuid=post.uuid).order_by("-number").values_list("record", flat=True)
    if blog and ((record.first() or {}).get("audience")) == "everybody":
        SiteEvent.objects.create(post_uuid=post.uuid, blog_id=blog, kind=kind, reason=reason)


def record_unpublishing(post: PostPage) -> None:
    record_event(post, SiteEvent.Kind.UNPUBLISHED, blog=blog_at(post.path))


def record_move(post: PostPage, *, former_path: str, url_path_before: str, url_path_after: str) -> None:
    """``former_path`` is the place in the tree of the page that it was below."""
    if not post.live or url_path_before == url_path_after:
        return
    was_in_trash, is_in_trash = (TRASH_URL_PATH in path for path in (url_path_before, url_path_after))
    if is_in_trash:
        record_event(post, SiteEvent.Kind.UNPUBLISHED, blog=blog_with(former_path))
    elif was_in_trash:
        record_event(post, SiteEvent.Kind.PUBLISHED, blog=blog_at(post.path))
    else:
        record_event(post, SiteEvent.Kind.MOVED, blog=blog_at(post.path))


def blog_at(path: str) -> int | None:
    return blog_with(path[: -Page.steplen])


def blog_with(path: str) -> int | None:
    return BlogIndexPage.objects.filter(path=path).values_list("pk", flat=True).first()


def public_events(blog: BlogIndexPage) -> QuerySet[SiteEvent]:
    return SiteEvent.objects.filter(blog=blog, is_hidden=False).order_by("-at", "-pk")


def logged(blog: BlogIndexPage, events: Iterable[SiteEvent]) -> list[LoggedEvent]:
    """The events with the titles of posts that everybody may read now."""
    found = list(events)
    rows = PublicPost.objects.readable().filter(blog=blog, post__uuid__in={event.post_uuid for event in found})
    posts: dict[UUID, tuple[str, str]] = {
        uuid: (title, blog.post_url(slug)) for uuid, title, slug in rows.values_list("post__uuid", "title", "slug")
    }
    return [
        LoggedEvent(
            event.kind,
            str(event.get_kind_display()),
            event.at,
            event.public_reason,
            *posts.get(event.post_uuid, ("", "")),
        )
        for event in found
    ]


def titled(events: Iterable[SiteEvent]) -> list[tuple[SiteEvent, str]]:
    """The events with the present titles of their posts, for editors."""
    found = list(events)
    posts = PostPage.objects.filter(uuid__in={event.post_uuid for event in found})
    titles = dict(posts.values_list("uuid", "title"))
    return [(event, titles.get(event.post_uuid, "")) for event in found]
