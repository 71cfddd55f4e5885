"""A file in a live post is what readers see of it: another in its place would go live without a review."""

from wagtail.models import ReferenceIndex

from blog.models import BlogDocument, BlogImage, PostPage
from blog.review.four_eyes import four_eyes_are_on
from blog.review.refusals import ReplacementRefused


def refuse_replacing(medium: BlogImage | BlogDocument) -> None:
    """Raises ReplacementRefused where the stored file of a picture or document in a live post would be another."""
    stored = type(medium).objects.filter(pk=medium.pk).values_list("file", flat=True).first()
    if stored in (None, medium.file.name) and medium.file._committed:
        return
    if stored is not None and four_eyes_are_on() and (post := live_post_with(medium)):
        raise ReplacementRefused(medium, post)


def live_post_with(medium: BlogImage | BlogDocument) -> PostPage | None:
    pages = ReferenceIndex.get_references_to(medium).values_list("object_id", flat=True)
    return PostPage.objects.filter(pk__in=[int(pk) for pk in pages if pk.isdecimal()], live=True).first()
