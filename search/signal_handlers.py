from functools import partial
from uuid import UUID

from django.core.signals import request_finished
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from wagtail.models import Revision
from wagtail.search.index import insert_or_update_object, remove_object

from blog.history.redaction.removal import content_redacted
from blog.models import Author, PostPage, Series, Tag, Topic
from blog.pages.drafts import is_post_revision
from blog.pages.publication import post_saved
from search.analytics import query_log
from search.index.damage import log_index_errors
from search.index.drafts import index_draft, remove_draft
from search.index.reindex_queue import queue_posts_of
from search.index.removal import remove_post
from search.models import AskedQuery, SearchSettings
from search.suggest.vocabulary import update_vocabulary


@receiver(post_saved)
def index_written_post(post: PostPage, **_: object) -> None:
    with log_index_errors("A post could not be written into the search index. Run: manage.py doctor --repair"):
        insert_or_update_object(post)
        remove_draft(post)


@receiver(content_redacted)
def index_redacted_posts(uuids: set[UUID], **_: object) -> None:
    for post in PostPage.objects.filter(uuid__in=uuids):
        index_written_post(post)
        transaction.on_commit(partial(index_draft, post.pk), robust=True)
    # Not by the worker, which waits for a new version.
    transaction.on_commit(update_vocabulary, robust=True)


@receiver(post_save, sender=Revision)
def index_saved_draft(instance: Revision, *, raw: bool, update_fields: frozenset[str] | None, **_: object) -> None:
    if not raw and (update_fields is None or "content" in update_fields) and is_post_revision(instance):
        transaction.on_commit(partial(index_draft, int(instance.object_id)), robust=True)


@receiver(pre_delete, sender=PostPage)
def remove_post_from_index(instance: PostPage, **_: object) -> None:
    remove_post(instance)


@receiver(post_delete, sender=PostPage)
def remove_deleted_post(instance: PostPage, **_: object) -> None:
    remove_object(instance)


@receiver(post_save, sender=Author)
@receiver(post_save, sender=Series)
@receiver(post_save, sender=Tag)
@receiver(post_save, sender=Topic)
def queue_posts_of_renamed(instance: Model, *, created: bool, raw: bool, **_: object) -> None:
    if not created and not raw:
        queue_posts_of(instance)


@receiver(pre_delete, sender=Author)
@receiver(pre_delete, sender=Series)
@receiver(pre_delete, sender=Tag)
@receiver(pre_delete, sender=Topic)
def queue_posts_of_deleted(instance: Model, **_: object) -> None:
    queue_posts_of(instance)


@receiver(post_save, sender=SearchSettings)
def delete_query_log(instance: SearchSettings, **_: object) -> None:
    if not instance.counts_searches:
        AskedQuery.objects.all().delete()


@receiver(request_finished)
def flush_query_log(**_: object) -> None:
    query_log.flush_if_due()
