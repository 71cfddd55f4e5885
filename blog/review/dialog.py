"""What a person reads before they approve a post."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from wagtail.admin.utils import get_user_display_name

from blog.models import PostPage
from blog.review.content import hash_of_post
from blog.review.gate import Judged, judged
from blog.review.writers import writers_of


@dataclass(frozen=True)
class Facts:
    """Of the newest draft: its hash, who wrote it, where and when it goes live, what is found in it."""

    post: PostPage
    seen: str
    writers: list[str]
    address: str
    goes_live: datetime | None
    is_live: bool
    found: list[Judged]


def facts(post: PostPage) -> Facts:
    draft = post.get_latest_revision_as_object()
    is_later = draft.go_live_at is not None and draft.go_live_at > timezone.now()
    return Facts(
        post=draft,
        seen=hash_of_post(draft),
        writers=[get_user_display_name(user) for user in writers_of(post)],
        address=draft.full_url or "",
        goes_live=draft.go_live_at if is_later else None,
        is_live=post.live,
        found=judged(draft),
    )
