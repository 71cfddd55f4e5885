from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_slug_changed, page_unpublished, post_page_move

from blog.history.models import ShownHistory
from blog.history.site_log import record_move, record_unpublishing
from blog.models import PostPage
from blog.public_index.last_change import watch

watch(ShownHistory)


@receiver(page_unpublished, sender=PostPage)
def log_unpublishing(instance: PostPage, **_: object) -> None:
    record_unpublishing(instance)


@receiver(post_page_move, sender=PostPage)
def log_move(instance: Page, parent_page_before: Page, url_path_before: str, url_path_after: str, **_: object) -> None:
    paths = {"url_path_before": url_path_before, "url_path_after": url_path_after}
    # Wagtail gives the base page.
    record_move(PostPage.objects.get(pk=instance.pk), former_path=parent_page_before.path, **paths)


@receiver(page_slug_changed, sender=PostPage)
def log_new_address(instance: PostPage, instance_before: PostPage, **_: object) -> None:
    if instance_before.live:
        paths = {"url_path_before": instance_before.url_path, "url_path_after": instance.url_path}
        record_move(instance, former_path="", **paths)
