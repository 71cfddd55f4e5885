"""Whether a text needs a second person before it goes live."""

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Site

from blog.models import BlogSettings
from blog.review.approval.models import FourEyes

APPROVE_PERMISSION = "blog_review.add_approval"
MIN_APPROVERS = 2
PERMISSION_BACKEND = "django.contrib.auth.backends.ModelBackend"


def requires_second_approver() -> bool:
    """For the whole installation, as soon as one of its sites has it on.

    Otherwise a post could be published on a site where one works alone, and moved.
    """
    return sites_requiring_second_approver().exists()


def sites_requiring_second_approver() -> QuerySet[BlogSettings]:
    return BlogSettings.objects.filter(works_alone=False)


@transaction.atomic
def enable_with_second_approver() -> bool:
    """Turns four-eyes on as soon as two people may approve, once in the life of the installation.

    From then on it is what the settings say: who switches it off is not overruled when a third person comes.
    """
    if FourEyes.objects.exists() or approvers().count() < MIN_APPROVERS:
        return False
    FourEyes.objects.create(decided_at=timezone.now())
    for site in Site.objects.all():
        BlogSettings.objects.update_or_create(site=site, defaults={"works_alone": False})
    return True


def next_approver_enables_it() -> bool:
    """Whether the next person who may approve would be the second, with nothing decided yet."""
    return not FourEyes.objects.exists() and not requires_second_approver() and approvers().exists()


def decline_second_approver() -> None:
    """Decides that a second approver changes nothing; the setting stays as it is."""
    if not FourEyes.objects.exists():
        FourEyes.objects.create(decided_at=timezone.now())


def may_approve(user: User) -> bool:
    return user.is_active and user.has_perm(APPROVE_PERMISSION)


def approvers() -> QuerySet[User]:
    """Every active user who may approve, superusers included."""
    return User.objects.with_perm(APPROVE_PERMISSION, backend=PERMISSION_BACKEND)
