"""One line each: what has to be done when something changes; the work is elsewhere."""

from django.dispatch import receiver

from blog.history.freezing import freeze
from blog.models import PostPage
from blog.pages.publication import goes_live, publisher


@receiver(goes_live)
def freeze_what_goes_live(post: PostPage, **_: object) -> None:
    freeze(post, publisher=publisher())
