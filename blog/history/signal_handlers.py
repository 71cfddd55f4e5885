"""One line each: what has to be done when something changes; the work is elsewhere."""

from django.dispatch import receiver

from blog.history.versioning import record_version
from blog.models import PostPage
from blog.pages.publication import current_publisher, post_published


@receiver(post_published)
def record_published_version(post: PostPage, **_: object) -> None:
    record_version(post, publisher=current_publisher())
