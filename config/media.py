"""Serves uploads where no web server stands in front: `make run` and the tests."""

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
# Python's own table differs between versions and systems.
EXTRA_TYPES = {
    ".aac": "audio/aac", ".avif": "image/avif", ".flac": "audio/flac", ".m4a": "audio/mp4", ".oga": "audio/ogg",
    ".ogg": "audio/ogg", ".wav": "audio/wav", ".weba": "audio/webm", ".webp": "image/webp",
}  # fmt: skip
SANDBOX_CSP = "default-src 'none'; sandbox"
# Browsers refuse to open their PDF viewer inside a sandbox.
PDF_CSP = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"
# Documents may be private: Wagtail's own view asks first. Uploads that still lack a title are nobody's business yet.
PRIVATE_FOLDERS = frozenset(("documents", "wagtail_uploads"))


@require_safe
def media(request: HttpRequest, path: str) -> FileResponse:
    """A file below MEDIA_ROOT, shown if a browser can do it no harm and downloaded otherwise.

    Names are random and a file never changes under its name, so it may be kept for a year.
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
    """The file itself; Http404 for whatever is not a plain file below MEDIA_ROOT, links out of it included."""
    root = Path(settings.MEDIA_ROOT).resolve()
    try:
        file = (root / path).resolve()
        is_ours = file.is_relative_to(root) and file.is_file()
    except (OSError, ValueError) as error:
        raise Http404("No such file") from error
    if not is_ours or file.relative_to(root).parts[0] in PRIVATE_FOLDERS:
        raise Http404("No such file")
    return file
