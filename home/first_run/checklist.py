"""The checklist of a new site on the admin's first screen. Each step detects that it is done."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from blog.exchange.models import ImportedSource
from blog.models import PostPage
from blog.review.models import Invitation
from home.first_run.views import may_set_up
from home.models import DemoItem

CHECKLIST_ID = "first_steps"


@dataclass(frozen=True)
class Step:
    """A step with either ``address``, a page of the admin, or ``command``, a command to type."""

    title: str
    words: str
    is_done: bool
    address: str = ""
    command: str = ""


class ChecklistPanel(Component):
    name = "first_steps"
    template_name = "home/first_run/checklist.html"
    order = 60

    def get_context_data(self, parent_context: Any = None) -> dict[str, object]:
        found = steps()
        return {"steps": found, "done": sum(step.is_done for step in found), "dismissible_id": CHECKLIST_ID}


def is_shown_to(request: HttpRequest) -> bool:
    profile = getattr(request.user, "wagtail_userprofile", None)
    return may_set_up(request.user) and not (profile and profile.dismissibles.get(CHECKLIST_ID))


def steps() -> list[Step]:
    """Returns the steps. Needs two queries."""
    is_invited, is_imported = has_invited_and_imported()
    on_server = ".venv/bin/python manage.py import_markdown path/to/posts --licence …"
    imports = 'make import FOLDER=path/to/posts ARGS="--licence …"' if settings.IS_LOCAL_TRIAL else on_server
    return [
        Step(
            _("Write your first post"),
            _("It is saved as a draft while you type; nobody sees it before you publish."),
            has_own_post(),
            address=reverse("posts:choose_parent"),
        ),
        Step(
            _("Invite someone"),
            _("With a link that works once. No mail server is needed."),
            is_invited,
            address=reverse("people:invite"),
        ),
        Step(
            _("Import your posts"),
            _("From a folder of Markdown files, with pictures and old addresses. Run this command:"),
            is_imported,
            command=imports,
        ),
        Step(
            _("Set up mail"),
            _("The site can then send invitations and password links. Set this in the environment of your server:"),
            settings.SENDS_MAIL,
            command="MAIL_HOST=smtp.example.org MAIL_PORT=587 MAIL_USER=… MAIL_PASSWORD=…",
        ),
        Step(
            _("Go live"),
            _("See docs/operators.md, “On a server”. This command lists what is still missing:"),
            not settings.IS_LOCAL_TRIAL,
            command=".venv/bin/python manage.py check --deploy --settings=config.settings.production",
        ),
    ]


def has_own_post() -> bool:
    """Whether there is a post, in the trash or not, that is not part of the demo."""
    demo = DemoItem.objects.filter(content_type=ContentType.objects.get_for_model(PostPage)).values("object_id")
    return PostPage.objects.exclude(pk__in=demo).exists()


def has_invited_and_imported() -> tuple[bool, bool]:
    """Whether there is a second active user or an invitation, and whether posts were imported."""
    seen = Exists(Invitation.objects.all()), Exists(ImportedSource.objects.all())
    people = list(User.objects.filter(is_active=True).values_list(*seen)[:2])
    invited, imported = map(any, zip(*people, strict=True))
    return invited or len(people) > 1, imported
