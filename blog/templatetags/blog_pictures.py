from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.images.models import Picture

from blog.media.renditions import ready_renditions
from blog.models import BlogImage, BlogRendition

register = template.Library()


@register.simple_tag
def whole_picture(image: BlogImage | None, **attributes: str) -> SafeString:
    """A picture that is not cropped, in the formats that are ready; a placeholder where it cannot be drawn.

    `alt` is required; `sizes` says how wide the picture stands, and is left out where there is one size only.
    """
    if not image:
        return SafeString("")
    renditions = ready_renditions(image) or {"": BlogRendition.placeholder(image)}
    if len({rendition.width for rendition in renditions.values()}) == 1:
        attributes.pop("sizes", None)
    picture = str(Picture(renditions, attributes))
    if image.is_animated():
        # The file itself, for readers who did not ask for less motion.
        source = '<picture><source media="(prefers-reduced-motion: no-preference)" srcset="{}" width="{}" height="{}">'
        picture = picture.replace("<picture>", format_html(source, image.file.url, image.width, image.height), 1)
    return SafeString(picture)
