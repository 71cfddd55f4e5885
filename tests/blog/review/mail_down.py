from django.core.mail.backends.base import BaseEmailBackend


class DownBackend(BaseEmailBackend):
    """As SMTP where nobody listens."""

    def send_messages(self, email_messages):
        raise ConnectionRefusedError("Nobody listens there.")
