"""The list of outgoing mail for administrators."""

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages
from wagtail.admin.auth import permission_required
from wagtail.admin.menu import MenuItem

from blog.mail.models import Mail
from blog.mail.sending import OUTGOING_MAILER, send_again

MAIL_PERMISSION = "blog_mail.change_mail"
MAX_MAILS_SHOWN = 100
FILE_BACKEND = "django.core.mail.backends.filebased.EmailBackend"


@permission_required(MAIL_PERMISSION)
@require_GET
def mail_screen(request: HttpRequest) -> HttpResponse:
    newest = Mail.objects.order_by("-queued_at")
    parts = [
        (_("Failed"), _("No mail has failed."), newest.exclude(given_up_at=None)[:MAX_MAILS_SHOWN]),
        (_("Waiting"), _("No mail is waiting."), newest.waiting()[:MAX_MAILS_SHOWN]),
        (_("Sent in the last seven days"), _("No mail was sent."), newest.exclude(sent_at=None)[:MAX_MAILS_SHOWN]),
    ]
    context = {"parts": parts, "folder": folder(), "reads_all": reads_all(request.user)}
    return render(request, "blog_mail/mail.html", context)


@permission_required(MAIL_PERMISSION)
@require_POST
def mail_again(request: HttpRequest, pk: int) -> HttpResponse:
    mail = get_object_or_404(Mail, pk=pk)
    if not mail.can_be_sent_again:
        message = _("The text of “%(subject)s” is no longer stored. Request a new message.")
        messages.error(request, message % {"subject": mail})
        return redirect("mail")
    send_again(mail)
    messages.success(request, _("“%(subject)s” will be sent again within a minute.") % {"subject": mail})
    return redirect("mail")


def reads_all(user: User) -> bool:
    """Whether the user may read all mail, which includes links to reset passwords, and not only notifications."""
    return user.is_superuser


def folder() -> str:
    """The folder to which mail is written instead of being sent, as on a local server; "" if it is sent."""
    outgoing = settings.MAILERS[OUTGOING_MAILER]
    return outgoing["OPTIONS"]["file_path"] if outgoing["BACKEND"] == FILE_BACKEND else ""


class MailMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MAIL_PERMISSION)


menu_item = MailMenuItem(gettext_lazy("Mail"), reverse_lazy("mail"), name="mail", icon_name="mail", order=900)

urlpatterns: list[URLPattern] = [
    path("mail/", mail_screen, name="mail"),
    path("mail/<int:pk>/again/", mail_again, name="mail_again"),
]
