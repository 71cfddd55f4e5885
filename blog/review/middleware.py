"""Shows the messages of refused actions, wherever in the admin they were attempted."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import messages
from wagtail.log_actions import LogContext

from blog.review.exceptions import ActionRefused


class ActionRefusedMiddleware:
    """Redirects with the message. The save is already rolled back; a draft that was saved before stays."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Renders admin pages in the log context of their user, as they show drafts depending on the user."""
        if request.path.startswith(reverse("wagtailadmin_home")) and request.user.is_authenticated:
            with LogContext(user=request.user):
                response.render()
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, ActionRefused):
            return None
        messages.error(request, exception.messages[0])
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            # Wagtail's modal workflow then redirects to this URL.
            return JsonResponse({"step": "success", "redirect": exception.redirect_url})
        return redirect(exception.redirect_url)
