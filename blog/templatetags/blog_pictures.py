from django import template
from django.utils.safestring import SafeString
from wagtail.images.models import Picture

from blog.models import BlogImage
from blog.renditions import ready_renditions

register = template.Library()


@register.simple_tag
def whole_picture(image: BlogImage | None, **attributes: str) -> SafeString:
    """A picture that is not cropped, in the formats that are ready; nothing where there is no picture to show.

    `alt` is required; `sizes` says how wide the picture stands, and is left out where there is one size only.
    """
    renditions = ready_renditions(image) if image else {}
    if not renditions:
        return SafeString("")
    if len({rendition.width for rendition in renditions.values()}) == 1:
        attributes.pop("sizes", None)
    return SafeString(str(Picture(renditions, attributes)))
