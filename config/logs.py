"""What stands in the log of the server."""

import logging
import re

# Links that let somebody in: a review link, an invitation, a new password.
SECRET = re.compile(r"(/(?:review|join|password_reset/confirm)/+[^/\s]*/+)[^\s?#\"]+", re.IGNORECASE)


class WithoutSecrets(logging.Filter):
    """Takes the secrets out of the addresses that a record names: whoever reads the log could use them."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = hidden(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(map(hidden, record.args))
        return True


def hidden[T](value: T) -> T | str:
    return SECRET.sub(r"\1…", value) if isinstance(value, str) else value
