from django.core.management.base import CommandError


class NotStarted(CommandError):  # noqa: N818 - the name is what happened, and Django prints it
    """The site cannot start. The message describes the problem, the value that causes it, and the solution."""
