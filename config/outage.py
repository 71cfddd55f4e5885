"""Responses during an outage of the disk or the database, instead of an error that looks like a bug in the code."""

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
# SQLite's names and PostgreSQL's codes (appendix A of its manual).
DISK_FULL_CODES = ("SQLITE_FULL", "53100")
# SQLite also reports these if it cannot create a file.
SQLITE_FILE_CODES = ("SQLITE_IOERR", "SQLITE_CANTOPEN")
UNAVAILABLE_CODES = (*SQLITE_FILE_CODES, "SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_READONLY", "08", "53", "57P")


def status_of(error: BaseException | None) -> int | None:
    """Returns DISK_FULL or UNAVAILABLE if the error or one of its causes has this reason, otherwise None."""
    while error is not None:
        cause = error.__cause__ or error.__context__
        if isinstance(error, OSError) and error.errno in DISK_FULL_ERRNOS:
            return DISK_FULL
        if isinstance(error, OperationalError):
            # A failed connection has no code.
            code = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None) or "08"
            if code in DISK_FULL_CODES or (code.startswith(SQLITE_FILE_CODES) and disk_full_message()):
                return DISK_FULL
            if code.startswith(UNAVAILABLE_CODES):
                return UNAVAILABLE
        error = cause
    return None


def error_response(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's error handler. With an exception, it handles bad requests, such as a session that cannot be saved."""
    status = status_of(exception or sys.exc_info()[1])
    if status is None:
        return defaults.bad_request(request, exception) if exception else defaults.server_error(request)
    said = {
        DISK_FULL: _("The server’s disk is full, so nothing was saved. Contact the operator of this site."),
        UNAVAILABLE: _("The database does not answer at the moment, so nothing was saved. Try again in a minute."),
    }
    is_page = "text/html" in request.headers.get("Accept", "")
    content = render_to_string("500.html", {"trouble": said[status], "status": status}) if is_page else said[status]
    response = HttpResponse(content, status=status, content_type=None if is_page else "text/plain; charset=utf-8")
    response["Cache-Control"] = "no-store"
    if status == UNAVAILABLE:
        response["Retry-After"] = "30"
    return response
