"""Answers with a part of a file (RFC 9110, section 14), which players ask for when somebody seeks."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase

# One part is all that players ask for; several at once get the whole file, as the standard allows.
ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
CHUNK = 64 * 1024


def in_part(request: HttpRequest, response: FileResponse) -> HttpResponseBase:
    """The part of a whole file that the request asks for, or the same answer where it asks for none."""
    response.headers["Accept-Ranges"] = "bytes"
    wanted = ONE_RANGE.fullmatch(request.headers.get("Range", ""))
    file = response.file_to_stream
    if request.method != "GET" or response.status_code != 200 or not wanted or not file.seekable():
        return response
    if not is_same_version(request, response):
        return response
    size = int(response.headers["Content-Length"])
    first, last = span(wanted[1], wanted[2], size)
    if first > last:
        response.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}", "Accept-Ranges": "bytes"})
    response.status_code = 206
    response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    response.headers["Content-Length"] = str(last - first + 1)
    response.streaming_content = part(file, first, last - first + 1)
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


def part(file: BinaryIO, first: int, length: int) -> Iterator[bytes]:
    file.seek(first)
    while length > 0 and (chunk := file.read(min(CHUNK, length))):
        length -= len(chunk)
        yield chunk
