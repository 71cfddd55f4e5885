from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.deprecation import MiddlewareMixin

from blog.rendering.characters import without_forbidden

# Every form for visitors who are not signed in is shorter.
MAX_ANONYMOUS_BYTES = 1024 * 1024


class FormMiddleware(MiddlewareMixin):
    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        """Rejects long forms of visitors who are not signed in, before it reads any part of them."""
        size = request.META.get("CONTENT_LENGTH") or ""
        is_long = size.isdecimal() and int(size) > MAX_ANONYMOUS_BYTES
        if is_long and not request.user.is_authenticated:
            page = render_to_string("413.html")
            return HttpResponse(page, status=413, headers={"Cache-Control": "private, no-store"})
        return None

    def process_view(self, request: HttpRequest, *_: object) -> None:
        """Removes forbidden characters from a form, which Django has already read to check its CSRF token."""
        if request.method == "POST":
            try:
                sent = request.POST.copy()
            except (LookupError, UnicodeError) as error:
                raise BadRequest("The form is in an encoding that is none.") from error
            for name, values in request.POST.lists():
                if "password" not in name:
                    sent.setlist(name, without_forbidden(values))
            request.POST = sent
