"""Serves files and byte ranges of files (RFC 9110, section 14), which media players request.

Without a buffering web server in front, a thread is busy until the client has received the file. Parts are therefore
limited in size, and the number of large whole files is limited.
"""

import re
from contextlib import ExitStack
from threading import BoundedSemaphore

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

# Only a single range is supported. For several ranges the whole file is sent, as the RFC allows.
ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
# The size that the server buffers. Players request the next part themselves.
MAX_PART = 1024 * 1024
# The number of larger files that a process sends at the same time. It has more threads (config/operations/server.py).
CONCURRENT_WHOLE_FILES = BoundedSemaphore(2)
RETRY_AFTER_SECONDS = 10


def range_response(request: HttpRequest, response: FileResponse) -> HttpResponseBase:
    """The requested range of a file, up to MAX_PART, or the whole file without a range."""
    response.headers["Accept-Ranges"] = "bytes"
    wanted = ONE_RANGE.fullmatch(request.headers.get("Range", ""))
    file = response.file_to_stream
    is_part = request.method == "GET" and response.status_code == 200 and wanted and file.seekable()
    if not is_part or not is_same_version(request, response):
        return whole_file_response(request, response)
    size = int(response.headers["Content-Length"])
    first, last = span(wanted[1], wanted[2], size)
    if first > last:
        response.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}", "Accept-Ranges": "bytes"})
    file.seek(first)
    content = file.read(min(last - first + 1, MAX_PART))
    response.close()
    part = HttpResponse(content, status=206, headers=response.headers)
    part.headers["Content-Range"] = f"bytes {first}-{first + len(content) - 1}/{size}"
    part.headers["Content-Length"] = str(len(content))
    return part


def whole_file_response(request: HttpRequest, response: FileResponse) -> HttpResponseBase:
    """The response itself, or 503 if the limit of large files is reached."""
    response.block_size = MAX_PART
    if request.method != "GET" or int(response.headers.get("Content-Length", 0)) <= MAX_PART:
        return response
    if not CONCURRENT_WHOLE_FILES.acquire(blocking=False):
        response.close()
        words = _("Too many large files are being sent. Try again in %(seconds)s seconds.") % {
            "seconds": RETRY_AFTER_SECONDS
        }
        headers = {"Retry-After": str(RETRY_AFTER_SECONDS), "Cache-Control": "no-store"}
        return HttpResponse(words, status=503, content_type="text/plain; charset=utf-8", headers=headers)
    under_way = ExitStack()
    under_way.callback(CONCURRENT_WHOLE_FILES.release)
    response._resource_closers.append(under_way.close)
    return response


def is_same_version(request: HttpRequest, response: FileResponse) -> bool:
    """Whether the If-Range header matches the current version of the file."""
    known = request.headers.get("If-Range")
    return known is None or known in {response.headers.get("ETag"), response.headers.get("Last-Modified")}


def span(first: str, last: str, size: int) -> tuple[int, int]:
    """The first and last byte, both inclusive. The first is greater than the last if the range is not satisfiable."""
    if not first:
        # A suffix range: the last N bytes. "-" alone is empty.
        return max(0, size - int(last or 0)), size - 1
    return int(first), min(int(last) if last else size - 1, size - 1)
