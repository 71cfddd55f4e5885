from django import template
from wagtail.models import Page

from blog.models import PostPage
from blog.review import dialog

register = template.Library()


@register.simple_tag
def approval_facts(page: Page) -> dialog.Facts | None:
    """What is approved with this page's newest draft; None for what is no post."""
    post = page.specific
    return dialog.facts(post) if isinstance(post, PostPage) else None
