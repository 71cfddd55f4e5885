from django.db import models, transaction
from wagtail.models import Page, ReferenceIndex, Site

from blog.admin.author_deletion import posts_of
from blog.models import Author, BlogDocument, BlogImage, Tag
from home.demo.site_text import remove_site_text
from home.models import DemoItem


@transaction.atomic
def remove_demo(site: Site) -> tuple[int, list[str]]:
    """Deletes only the content that came with the demo.

    Returns the number of deleted items, and the names of items that remain because other content uses them.
    """
    remove_site_text(site)
    entries = list(DemoItem.objects.select_related("content_type"))
    items = [entry.item for entry in entries if entry.item]
    pages = [item for item in items if isinstance(item, Page)]
    others = [item for item in items if not isinstance(item, Page)]
    # A page is deleted before the items that it uses, and a child page before its parent.
    kept = [item for item in sorted(pages, key=lambda page: -page.depth) if not _remove(item)]
    kept += [item for item in others if not _remove(item)]
    DemoItem.objects.all().delete()
    return len(items) - len(kept), [str(item) for item in kept]


def _remove(item: models.Model) -> bool:
    if is_in_use(item):
        return False
    item.delete()
    return True


def is_in_use(item: models.Model) -> bool:
    """Whether content that is not part of the demo, or not any more, uses this item."""
    match item:
        case Page():
            return Page.objects.get(pk=item.pk).get_children().exists()
        case Author():
            return bool(posts_of(item))
        case BlogImage() | BlogDocument():
            return ReferenceIndex.get_references_to(item).exists()
        case Tag():
            return item.tagged_posts.exists()
    return hasattr(item, "posts") and item.posts.exists()
