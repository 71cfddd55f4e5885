"""A file in a live post, and the credit of its cover, are what readers see: others would go live without a review."""

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from wagtail.models import ReferenceIndex

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
    pages = ReferenceIndex.get_references_to(medium).values_list("object_id", flat=True)
    is_referred_to = Q(pk__in=[int(pk) for pk in pages if pk.isdecimal()])
    # Markdown in footnotes and blocks names it by its key, which Wagtail does not read.
    posts = PostPage.objects.filter(live=True).alias(text=Cast("body", TextField()))
    return posts.filter(is_referred_to | Q(text__icontains=str(medium.uuid))).first()
