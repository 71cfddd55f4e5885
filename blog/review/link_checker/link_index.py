"""Stores which post links to which address, for blogs that check their links."""

from functools import reduce
from itertools import batched
from operator import or_
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import QuerySet

from blog.models import BlogSettings, PostPage
from blog.page_tree import below
from blog.pages.publication import Publication
from blog.review.findings.models import DraftCheck
from blog.review.findings.queue import process_due
from blog.review.link_checker.extraction import external_links
from blog.review.link_checker.models import LinkedAddress

LINK_BATCH_SIZE = 500
PostLink = LinkedAddress.posts.through


def sites_checking_links() -> QuerySet[BlogSettings]:
    return BlogSettings.objects.filter(asks_whether_links_work=True)


def index_due_posts() -> bool:
    """Indexes the links of some changed posts. Returns whether others are left."""
    paths = sites_checking_links().values_list("site__root_page__path", flat=True)
    under = [below(path, field="post__path") for path in paths]
    return process_due("links_due", index_links, reduce(or_, under)) if under else False


@transaction.atomic
def index_links(post: PostPage) -> None:
    """Stores the links of the live, the scheduled and the newest text."""
    seen = post if post.live else None
    texts = [seen, post.get_scheduled_revision_as_object(), post.get_latest_revision_as_object()]
    addresses = {link.address for text in texts if text for link in external_links(text)}
    rows = [LinkedAddress(address=address, host=urlsplit(address).hostname or "") for address in sorted(addresses)]
    LinkedAddress.objects.bulk_create(rows, ignore_conflicts=True)
    post.linked_addresses.set(LinkedAddress.objects.filter(address__in=addresses))


def mark_links_due(publication: Publication) -> None:
    """Another text goes live, whose links are to be read."""
    DraftCheck.objects.filter(post=publication.page.pk).update(links_due=True)


@transaction.atomic
def apply_link_setting(settings: BlogSettings) -> None:
    """If enabled, marks every post of the site for indexing; if disabled, deletes the stored links."""
    path = settings.site.root_page.path
    if settings.asks_whether_links_work:
        unknown = PostPage.objects.filter(below(path), draft_check=None).values_list("pk", flat=True)
        for batch in batched(list(unknown), LINK_BATCH_SIZE):
            rows = [DraftCheck(post_id=pk, is_due=False) for pk in batch]
            DraftCheck.objects.bulk_create(rows, ignore_conflicts=True)
        return
    PostLink.objects.filter(below(path, field="postpage__path")).delete()
    LinkedAddress.objects.filter(posts=None).delete()
    DraftCheck.objects.filter(below(path, field="post__path"), links_due=False).update(links_due=True)
