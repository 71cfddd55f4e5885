"""A file in a live post, and the credit of its cover, are what readers see: others would go live without a review."""

from django.db.models import Exists, OuterRef

from blog.file_hashes import key_of
from blog.history.models import PublishedVersion
from blog.models import BlogDocument, BlogImage, PostPage
from blog.publishing import publisher
from blog.review.four_eyes import four_eyes_are_on
from blog.review.refusals import ReplacementRefused


def refuse_replacing(medium: BlogImage | BlogDocument) -> None:
    """Raises ReplacementRefused where a live post would show another file, or another credit below its cover."""
    stored = type(medium).objects.filter(pk=medium.pk).first()
    if stored is None:
        return
    post = None
    if stored.file.name != medium.file.name or not medium.file._committed:
        post = live_post_with(medium)
    elif isinstance(medium, BlogImage) and stored.credit != medium.credit:
        post = live_post_of_others_with_cover(medium)
    if post and four_eyes_are_on():
        raise ReplacementRefused(medium, post)


def live_post_of_others_with_cover(picture: BlogImage) -> PostPage | None:
    """One that the person may not publish."""
    user = publisher()
    posts = PostPage.objects.filter(cover=picture, live=True) if user else []
    return next((post for post in posts if not post.permissions_for_user(user).can_publish()), None)


def live_post_with(medium: BlogImage | BlogDocument) -> PostPage | None:
    later = PublishedVersion.objects.filter(post_uuid=OuterRef("post_uuid"), number__gt=OuterRef("number"))
    newest = PublishedVersion.objects.filter(~Exists(later), files__has_key=key_of(medium))
    return PostPage.objects.filter(live=True, uuid__in=newest.values("post_uuid")).first()
