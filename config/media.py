"""Serves uploads if there is no web server in front of the site: in `make run` and in tests."""

import mimetypes
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

INLINE_TYPES = frozenset(
    (
        "image/avif", "image/gif", "image/jpeg", "image/png", "image/webp",
        "audio/aac", "audio/flac", "audio/mpeg", "audio/mp4", "audio/ogg", "audio/wav", "audio/webm",
        "video/mp4", "video/ogg", "video/webm",
        "application/pdf",
    )
)  # fmt: skip
# Python's own table differs between versions and operating systems.
EXTRA_TYPES = {
    ".aac": "audio/aac", ".avif": "image/avif", ".flac": "audio/flac", ".m4a": "audio/mp4", ".oga": "audio/ogg",
    ".ogg": "audio/ogg", ".wav": "audio/wav", ".weba": "audio/webm", ".webp": "image/webp",
}  # fmt: skip
SANDBOX_CSP = "default-src 'none'; sandbox"
# Browsers do not open their PDF viewer in a sandbox.
PDF_CSP = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"
# Documents may be private, and Wagtail's own view checks this. Uploads without a title are not public yet.
PRIVATE_FOLDERS = frozenset(("documents", "wagtail_uploads"))


@require_safe
def media(request: HttpRequest, path: str) -> FileResponse:
    """Serves a file below MEDIA_ROOT: inline if its type is safe in a browser, otherwise as a download.

    Names are random, and the content of a name never changes. Clients may therefore cache it for a year.
    """
    file = _file(path)
    kind = EXTRA_TYPES.get(file.suffix.lower()) or mimetypes.guess_type(file.name)[0]
    is_shown = kind in INLINE_TYPES
    response = FileResponse(
        file.open("rb"),
        as_attachment=not is_shown,
        filename=file.name,
        content_type=kind if is_shown else "application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = PDF_CSP if kind == "application/pdf" else SANDBOX_CSP
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _file(path: str) -> Path:
    """Returns the file. Raises Http404 unless it is a regular file below MEDIA_ROOT, symbolic links resolved."""
    root = Path(settings.MEDIA_ROOT).resolve()
    try:
        file = (root / path).resolve()
        is_ours = file.is_relative_to(root) and file.is_file()
    except (OSError, ValueError) as error:
        raise Http404("No such file") from error
    if not is_ours or file.relative_to(root).parts[0] in PRIVATE_FOLDERS:
        raise Http404("No such file")
    return file
