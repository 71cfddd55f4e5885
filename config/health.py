"""Two URLs for monitoring: /healthz checks that the server responds, /readyz that everything works."""

from collections.abc import Callable

from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import translation

from blog.media.disk_space import disk_full_message
from blog.scheduling.worker_status import downtime_message
from search.index.damage import damage_message

HEALTH_METHODS = ("GET", "HEAD")


def liveness() -> str:
    """Checks only that the server responds."""
    return ""


def readiness() -> str:
    try:
        return disk_full_message() or downtime_message() or damage_message()
    except Error:
        return "The database does not answer."


HEALTH_CHECKS = {"/healthz": liveness, "/readyz": readiness}


class HealthMiddleware:
    """Responds before any middleware that needs the database, a session or the host name of the site."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        question = HEALTH_CHECKS.get(request.path_info)
        if question is None:
            return self.get_response(request)
        return answer(question) if request.method in HEALTH_METHODS else HttpResponseNotAllowed(HEALTH_METHODS)


def answer(question: Callable[[], str]) -> HttpResponse:
    with translation.override("en"):
        trouble = question()
    response = HttpResponse(f"{trouble or 'ok'}\n", status=503 if trouble else 200, content_type="text/plain")
    response["Cache-Control"] = "no-store"
    return response
