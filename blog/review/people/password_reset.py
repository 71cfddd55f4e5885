"""Requests for a new password. Response and time do not reveal whether a user has the address."""

from contextlib import suppress
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.admin.forms.auth import PasswordResetForm
from wagtail.admin.views.account import PasswordResetView

from blog.review.people.models import PasswordRequest
from blog.review.throttling import TooManyAttempts, attempt_key, count_attempt

MAX_RESET_MAILS = 1


class PasswordRequestForm(PasswordResetForm):
    def save(self, *_args: object, **_options: object) -> None:
        """Leaves the mail to the worker, once per address in each ``throttling.ATTEMPT_WINDOW``."""
        email = self.cleaned_data["email"]
        with suppress(TooManyAttempts), transaction.atomic():
            count_attempt({attempt_key("New password", email): MAX_RESET_MAILS})
            PasswordRequest.objects.create(email=email)


def send_password_resets() -> None:
    site = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    for request in PasswordRequest.objects.all():
        form = PasswordResetForm({"email": request.email})
        with transaction.atomic():
            if form.is_valid():
                form.save(
                    domain_override=site.netloc,
                    use_https=site.scheme == "https",
                    email_template_name=PasswordResetView.email_template_name,
                    subject_template_name=PasswordResetView.subject_template_name,
                )
            request.delete()
