"""Search and references of a page brought up to date once, instead of at each of the saves that make one."""

from collections.abc import Generator
from contextlib import contextmanager

from django.db.models.signals import post_save
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.models import ReferenceIndex
from wagtail.search import index
from wagtail.signal_handlers import disable_reference_index_auto_update

from blog.models import PostPage


@contextmanager
def saved_without_indexing() -> Generator[None]:
    """Leaves both indexes alone while a post is saved. For commands only: it speaks for the whole process."""
    was_connected = post_save.disconnect(post_save_signal_handler, sender=PostPage)
    try:
        with disable_reference_index_auto_update():
            yield
    finally:
        if was_connected:
            post_save.connect(post_save_signal_handler, sender=PostPage)


def index_once(page: PostPage) -> None:
    index.insert_or_update_object(page)
    ReferenceIndex.create_or_update_for_object(page)
