from django.db import transaction
from wagtail.models import Page

from blog.models import Author, BlogImage
from blog.people import posts_of
from home.models import DemoItem


@transaction.atomic
def remove_demo() -> tuple[int, list[str]]:
    """Deletes what came with the demo and nothing else.

    Returns how many things went, and the names of those that stay because other content uses them.
    """
    items = [entry.item for entry in DemoItem.objects.all() if entry.item]
    pages = [item for item in items if isinstance(item, Page)]
    for page in pages:
        page.specific.delete()
    kept = []
    for item in items:
        if isinstance(item, Page):
            continue
        if is_in_use(item):
            kept.append(str(item))
        else:
            item.delete()
    DemoItem.objects.all().delete()
    return len(items) - len(kept), kept


def is_in_use(item: object) -> bool:
    if isinstance(item, Author):
        return bool(posts_of(item))
    if isinstance(item, BlogImage):
        return item.get_usage().exists()
    return bool(getattr(item, "posts", None) and item.posts.exists())
