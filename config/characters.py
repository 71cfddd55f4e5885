from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.utils.deprecation import MiddlewareMixin

from blog.characters import without_forbidden


class CharactersMiddleware(MiddlewareMixin):
    def process_view(self, request: HttpRequest, *_: object) -> None:
        """Removes the characters that no text may have from a form. Django has read it by now to check its token."""
        if request.method == "POST":
            try:
                sent = request.POST.copy()
            except LookupError as error:
                raise BadRequest("The form is in an encoding that is none.") from error
            for name, values in request.POST.lists():
                if "password" not in name:
                    sent.setlist(name, without_forbidden(values))
            request.POST = sent
