"""What is answered, instead of an error that somebody has to mend in the code, while the disk or the database fails."""

import errno
import sys

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views import defaults

from blog.media.disk_space import disk_full_message

DISK_FULL, UNAVAILABLE = 507, 503
DISK_FULL_ERRNOS = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG))
# SQLite's names and PostgreSQL's codes (its manual, appendix A).
DISK_FULL_CODES = ("SQLITE_FULL", "53100")
# These are also what SQLite says where it can make no file.
SQLITE_FILE_CODES = ("SQLITE_IOERR", "SQLITE_CANTOPEN")
UNAVAILABLE_CODES = (*SQLITE_FILE_CODES, "SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_READONLY", "08", "53", "57P")


def status_of(error: BaseException | None) -> int | None:
    """FULL or AWAY where that is the reason of an error, or of what it came from; None for any other."""
    while error is not None:
        cause = error.__cause__ or error.__context__
        if isinstance(error, OSError) and error.errno in DISK_FULL_ERRNOS:
            return DISK_FULL
        if isinstance(error, OperationalError):
            # A connection that could not be made has no code.
            code = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None) or "08"
            if code in DISK_FULL_CODES or (code.startswith(SQLITE_FILE_CODES) and disk_full_message()):
                return DISK_FULL
            if code.startswith(UNAVAILABLE_CODES):
                return UNAVAILABLE
        error = cause
    return None


def error_response(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler of errors, and, with an exception, of bad requests: a session that cannot be saved is one."""
    status = status_of(exception or sys.exc_info()[1])
    if status is None:
        return defaults.bad_request(request, exception) if exception else defaults.server_error(request)
    said = {
        DISK_FULL: _("The server’s disk is full, so nothing was saved. Tell whoever runs this site."),
        UNAVAILABLE: _("The database does not answer at the moment, so nothing was saved. Try again in a minute."),
    }
    is_page = "text/html" in request.headers.get("Accept", "")
    content = render_to_string("500.html", {"trouble": said[status], "status": status}) if is_page else said[status]
    response = HttpResponse(content, status=status, content_type=None if is_page else "text/plain; charset=utf-8")
    response["Cache-Control"] = "no-store"
    if status == UNAVAILABLE:
        response["Retry-After"] = "30"
    return response
