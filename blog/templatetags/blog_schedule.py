from django import template
from django.db.models import Model
from wagtail.models import Page

from blog.admin.schedule_messages import Line, lines_of

register = template.Library()


@register.simple_tag
def schedule_lines(thing: Model) -> list[Line]:
    """What is said of the schedule of a page; nothing of what is no page."""
    return lines_of([thing], with_dismissed=True).get(thing.pk, []) if isinstance(thing, Page) else []
