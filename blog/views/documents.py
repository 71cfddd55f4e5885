"""Serves documents with their file names from unguessable URLs."""

import re

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.utils.http import content_disposition_header
from wagtail.documents.views.serve import serve

from blog.views.byte_ranges import range_response, whole_file_response

RANDOM_PART = re.compile(r"^[0-9a-f]{32}-")


def serve_document(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponseBase:
    """Wagtail's response, with its checks of private collections, marked as not cacheable by shared caches.

    Sound, video and subtitles are sent inline and support ranges; other documents are sent as downloads.
    """
    response = serve(request, document_id, document_filename)
    if not isinstance(response, FileResponse):
        return response
    # Wagtail sends the encoding "None" for uncompressed files, which players do not support.
    if response.headers.get("Content-Encoding") == "None":
        del response.headers["Content-Encoding"]
    is_download = not response.headers.get("Content-Disposition", "").startswith("inline")
    readable = RANDOM_PART.sub("", document_filename)
    response.headers["Content-Disposition"] = content_disposition_header(is_download, readable)
    response.headers.setdefault("Cache-Control", "private, no-cache")
    return whole_file_response(request, response) if is_download else range_response(request, response)
