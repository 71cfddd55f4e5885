"""Answers with a file or a part of it (RFC 9110, section 14), which players ask for, so that threads stay free.

A thread that sends a file waits for its reader, where no web server in front takes the file at once.
"""

import re
from contextlib import ExitStack
from threading import BoundedSemaphore

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

# One part is all that players ask for; several at once get the whole file, as the standard allows.
ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
# Bytes that the server takes at once. Players ask for the next part by themselves.
MAX_PART = 1024 * 1024
# Larger files that a process sends whole at the same time. It has more threads (config/operations/server.py).
CONCURRENT_WHOLE_FILES = BoundedSemaphore(2)
RETRY_AFTER_SECONDS = 10


def range_response(request: HttpRequest, response: FileResponse) -> HttpResponseBase:
    """The part of a file that is asked for, up to MAX_PART, or the whole file where none is."""
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
    """The answer itself, or 503 where as many large files are on their way as may be."""
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
    """Whether a part would continue what the client has already; it says in If-Range what that is."""
    known = request.headers.get("If-Range")
    return known is None or known in {response.headers.get("ETag"), response.headers.get("Last-Modified")}


def span(first: str, last: str, size: int) -> tuple[int, int]:
    """First and last byte, both included; the first lies behind the last where nothing can be sent."""
    if not first:
        # The last so many bytes; "-" alone asks for nothing.
        return max(0, size - int(last or 0)), size - 1
    return int(first), min(int(last) if last else size - 1, size - 1)
