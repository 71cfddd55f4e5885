from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from blog.blocks.body import BodyField


class BarePage(Page):
    """A page with the body of a post, and nothing else that a post has."""

    body = BodyField(blank=True)

    content_panels = [*Page.content_panels, FieldPanel("body")]
