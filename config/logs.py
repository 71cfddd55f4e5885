"""Filters for the log of the server."""

import logging
import re

from config.outage import status_of

# Links that give access: review links, invitations, password resets, and readers' suggestions.
SECRET_LINK = re.compile(r"(/(?:review|suggestion|join|password_reset/confirm)/+[^/\s]*/+)[^\s?#\"]+", re.IGNORECASE)


class SecretsFilter(logging.Filter):
    """Removes secrets from the URLs in a record, because anyone who reads the log could use them."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = hide_secrets(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(map(hide_secrets, record.args))
        return True


class OutageFilter(logging.Filter):
    """Removes tracebacks that explain nothing: of a full disk, an unavailable database or an invalid request."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("django.security."):
            record.exc_info = None
        error = record.exc_info[1] if record.exc_info else None
        if status_of(error):
            reason = " ".join(str(error).split())
            record.msg, record.args, record.exc_info = f"{record.getMessage()}: {reason}", (), None
        return True


def hide_secrets[T](value: T) -> T | str:
    return SECRET_LINK.sub(r"\1…", value) if isinstance(value, str) else value
