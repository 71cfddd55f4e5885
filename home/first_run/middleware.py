from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from home.first_run.views import may_set_up, unconfigured_settings


class FirstRunMiddleware:
    """Redirects users who may set up the site from the admin's first screen to the setup page, while it is open."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        is_first_screen = request.resolver_match.view_name == "wagtailadmin_home"
        if is_first_screen and may_set_up(request.user) and unconfigured_settings():
            return redirect("first_run")
        return None
