from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.search.index import insert_or_update_object, remove_object

from blog.models import PostPage
from blog.publishing import was_written


@receiver(was_written)
def index_written_post(post: PostPage, **_: object) -> None:
    insert_or_update_object(post)


@receiver(post_delete, sender=PostPage)
def forget_deleted_post(instance: PostPage, **_: object) -> None:
    remove_object(instance)
