"""Every time in the editor of a post is that of its blog: what is typed there and what is shown."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import SimpleTemplateResponse
from django.utils import timezone
from wagtail.models import Page

from blog.settings.timezones import zone_of_page


class EditorTimezoneMixin:
    """For a view of a post or of a section that gets one.

    Wagtail takes the zone of a person's account or of the server, so that the same words in the same field of the
    same post would mean two moments for two people.
    """

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        page = get_object_or_404(Page, pk=self.kwargs.get("page_id") or self.kwargs.get("parent_page_id"))
        with timezone.override(zone_of_page(page)):
            response = super().dispatch(request, *args, **kwargs)
            # Times are formatted while a template is rendered, which would be later.
            return response.render() if isinstance(response, SimpleTemplateResponse) else response
