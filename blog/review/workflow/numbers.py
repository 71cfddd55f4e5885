"""What the page "How we publish" says about reviews."""

from statistics import median

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Max
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from wagtail.models import Page, WorkflowState

from blog.history.policy_page import MAX_MEASURED, MIN_COUNTED, PublishingNumber
from blog.models import BlogIndexPage, BlogSettings, PostPage


def numbers_of_reviews(blog: BlogIndexPage, settings: BlogSettings) -> list[PublishingNumber]:
    """The median time from submission to approval, of posts that everybody may read now."""
    if not settings.shows_reviews:
        return []
    posts = PostPage.objects.readable().filter(public__blog=blog).values("pk")
    page = ContentType.objects.get_for_model(Page)
    approved = WorkflowState.objects.filter(base_content_type=page, status=WorkflowState.STATUS_APPROVED)
    approved = approved.annotate(post=Cast("object_id", BigIntegerField())).filter(post__in=posts)
    ended = approved.annotate(ended_at=Max("task_states__finished_at")).exclude(ended_at=None)
    times = ended.order_by("-ended_at").values_list("created_at", "ended_at")[:MAX_MEASURED]
    hours = [(ended_at - begun).total_seconds() / 3600 for begun, ended_at in times]
    if len(hours) < MIN_COUNTED:
        return []
    label = _("Hours from submission to approval, median")
    return [PublishingNumber("hours_to_approval", label, round(median(hours)))]
