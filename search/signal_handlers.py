from django.core.signals import request_finished
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Revision
from wagtail.search.index import insert_or_update_object, remove_object

from blog.models import PostPage
from blog.publishing import was_written
from search import asked
from search.damage import reported
from search.drafts import forget_draft, keep_draft
from search.models import AskedQuery, SearchSettings


@receiver(was_written)
def index_written_post(post: PostPage, **_: object) -> None:
    with reported("A post could not be written into the search index. Run: manage.py doctor --repair"):
        insert_or_update_object(post)
        forget_draft(post)


@receiver(post_save, sender=Revision)
def keep_words_of_draft(instance: Revision, *, raw: bool, update_fields: frozenset[str] | None, **_: object) -> None:
    if not raw and (update_fields is None or "content" in update_fields):
        keep_draft(instance)


@receiver(post_delete, sender=PostPage)
def forget_deleted_post(instance: PostPage, **_: object) -> None:
    remove_object(instance)


@receiver(post_save, sender=SearchSettings)
def forget_searches(instance: SearchSettings, **_: object) -> None:
    if not instance.counts_searches:
        AskedQuery.objects.all().delete()


@receiver(request_finished)
def count_searches(**_: object) -> None:
    asked.write_now_and_then()
