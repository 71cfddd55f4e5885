"""Signal handlers of the blog. Each calls one function of another module."""

from functools import partial

from django.db import models, transaction
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction, Site, get_page_models
from wagtail.signals import page_published, page_unpublished, post_page_move

from blog.admin.author_deletion import refuse_deleting_author_in_use
from blog.blocks.code import store_highlights
from blog.media.renditions import make_fallback_of
from blog.models import (
    Author,
    BlogDocument,
    BlogImage,
    BlogRendition,
    BlogSettings,
    PostPage,
    PublicCount,
    PublicList,
    Series,
    Tag,
    Topic,
)
from blog.public_index.last_change import note_change, watch
from blog.public_index.sync import remove, sync_below
from blog.publishing.list_redirects import redirect_old_lists
from blog.rendering.characters import without_forbidden

watch(Page, *get_page_models(), PageViewRestriction, Site, BlogSettings)
watch(Author, BlogDocument, BlogImage, BlogRendition, Series, Tag, Topic)
post_page_move.connect(note_change, dispatch_uid="change")


@receiver(pre_save)
def remove_forbidden_characters(instance: models.Model, **_: object) -> None:
    if not getattr(instance, "is_append_only", False):
        for field in instance._meta.concrete_fields:
            if field.attname in instance.__dict__ and isinstance(instance.__dict__[field.attname], str | dict | list):
                setattr(instance, field.attname, without_forbidden(instance.__dict__[field.attname]))


@receiver(page_published)
@receiver(page_unpublished)
def follow_section(sender: type[Page], instance: Page, **_: object) -> None:
    # PostPage.save syncs the post itself, but scheduled unpublishing saves the base page only.
    if instance.live and sender is PostPage:
        return
    sync_below(instance)


@receiver(page_published, sender=PostPage)
def highlight_code(instance: PostPage, **_: object) -> None:
    transaction.on_commit(partial(store_highlights, instance.body.get_prep_value()), robust=True)


@receiver(post_page_move)
def follow_move(instance: Page, **_: object) -> None:
    sync_below(instance)


@receiver(post_save, sender=PageViewRestriction)
def follow_restriction(instance: PageViewRestriction, **_: object) -> None:
    sync_below(instance.page)


@receiver(post_delete, sender=PageViewRestriction)
def follow_lifted_restriction(instance: PageViewRestriction, origin: object, **_: object) -> None:
    # Not if the page itself is being deleted, which would create its row again.
    is_lifted = getattr(origin, "model", type(origin)) is PageViewRestriction
    if is_lifted and (page := Page.objects.filter(pk=instance.page_id).first()):
        sync_below(page)


@receiver(pre_delete, sender=PostPage)
def remove_deleted_post(instance: PostPage, **_: object) -> None:
    remove([instance.pk])


@receiver(post_save, sender=BlogSettings)
def follow_time_zone(instance: BlogSettings, *, created: bool, **_: object) -> None:
    if not created:
        sync_below(instance.site.root_page)


@receiver(post_save, sender=BlogImage)
def show_stored_picture(instance: BlogImage, *, raw: bool, **_: object) -> None:
    if not raw:
        transaction.on_commit(partial(make_fallback_of, instance.pk), robust=True)


@receiver(pre_delete, sender=Author)
def prevent_deleting_author_in_use(instance: Author, **_: object) -> None:
    refuse_deleting_author_in_use(instance)


PUBLIC_LIST_BY_MODEL = {Topic: PublicList.TOPIC, Series: PublicList.SERIES, Tag: PublicList.TAG}


@receiver(post_delete, sender=Topic)
@receiver(post_delete, sender=Series)
@receiver(post_delete, sender=Tag)
def remove_count(sender: type[models.Model], instance: models.Model, **_: object) -> None:
    PublicCount.objects.filter(kind=PUBLIC_LIST_BY_MODEL[sender], key=instance.pk).delete()


@receiver(pre_save, sender=Author)
@receiver(pre_save, sender=Topic)
@receiver(pre_save, sender=Series)
@receiver(pre_save, sender=Tag)
def redirect_renamed_lists(instance: models.Model, raw: bool, **_: object) -> None:
    if not raw:
        redirect_old_lists(instance)
