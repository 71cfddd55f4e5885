from django.core.management.base import CommandError


class NotStarted(CommandError):  # noqa: N818 - the name is what happened, and Django prints it
    """A start that is refused; the message says what is wrong, with which value, and what to do."""
