from wagtail.admin.panels import FieldPanel
from wagtail.blocks import RichTextBlock
from wagtail.fields import StreamField
from wagtail.models import Page


class StockPage(Page):
    body = StreamField([("text", RichTextBlock())])

    content_panels = [*Page.content_panels, FieldPanel("body")]
