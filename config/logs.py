"""What stands in the log of the server."""

import logging
import re

from config.outage import status_of

# Links that let somebody in: a review link, an invitation, a new password.
SECRET_LINK = re.compile(r"(/(?:review|join|password_reset/confirm)/+[^/\s]*/+)[^\s?#\"]+", re.IGNORECASE)


class SecretsFilter(logging.Filter):
    """Takes the secrets out of the addresses that a record names: whoever reads the log could use them."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = hide_secrets(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(map(hide_secrets, record.args))
        return True


class OutageFilter(logging.Filter):
    """A full disk, a database that is away and what somebody sends are nothing that a traceback explains."""

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
