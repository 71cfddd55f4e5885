"""Serves a document under a name that a person reads, from an address that nobody guesses."""

import re

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.utils.http import content_disposition_header
from wagtail.documents.views.serve import serve

from blog.views.byte_ranges import range_response, whole_file_response

RANDOM_PART = re.compile(r"^[0-9a-f]{32}-")


def serve_document(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponseBase:
    """Wagtail's answer, private collections asked first, as something that no shared store keeps.

    Sound, film and captions are shown and sent in parts; every other document is a download.
    """
    response = serve(request, document_id, document_filename)
    if not isinstance(response, FileResponse):
        return response
    # Wagtail writes "None" where a file is not compressed, which is no encoding that a player knows.
    if response.headers.get("Content-Encoding") == "None":
        del response.headers["Content-Encoding"]
    is_download = not response.headers.get("Content-Disposition", "").startswith("inline")
    readable = RANDOM_PART.sub("", document_filename)
    response.headers["Content-Disposition"] = content_disposition_header(is_download, readable)
    response.headers.setdefault("Cache-Control", "private, no-cache")
    return whole_file_response(request, response) if is_download else range_response(request, response)
