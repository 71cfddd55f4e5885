"""The editor of a post reads and shows all times in the time zone of its blog."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import SimpleTemplateResponse
from django.utils import timezone
from wagtail.models import Page

from blog.settings.timezones import zone_of_page


class EditorTimezoneMixin:
    """Mixin for a view of a post, or of the section in which one is created.

    Wagtail uses the time zone of the user or of the server, so that the same input in the same field would mean two
    times for two users.
    """

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        page = get_object_or_404(Page, pk=self.kwargs.get("page_id") or self.kwargs.get("parent_page_id"))
        with timezone.override(zone_of_page(page)):
            response = super().dispatch(request, *args, **kwargs)
            # Rendered here, because a TemplateResponse would be rendered after the time zone was reset.
            return response.render() if isinstance(response, SimpleTemplateResponse) else response
