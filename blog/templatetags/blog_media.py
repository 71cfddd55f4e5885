from django import template
from django.db.models import Model

from blog.admin.media_usage import posts_with
from blog.models import BlogDocument, BlogImage

register = template.Library()


@register.inclusion_tag("blog/admin/posts_with.html")
def posts_with_medium(item: Model, *, says_which: bool = False) -> dict[str, object]:
    """What deleting a picture or document does to posts, named one by one; nothing for other things.

    ``says_which`` names the item, where it is one of several.
    """
    if not isinstance(item, BlogImage | BlogDocument):
        return {}
    return {"medium": item, "posts": posts_with(item), "says_which": says_which}
