"""Whether a post needs approval by someone other than its writers."""

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
    """Whether any site requires it. It then applies to all sites of the installation.

    Otherwise a post could be published on a site that does not require it, and moved.
    """
    return sites_requiring_second_approver().exists()


def sites_requiring_second_approver() -> QuerySet[BlogSettings]:
    return BlogSettings.objects.filter(works_alone=False)


@transaction.atomic
def enable_with_second_approver() -> bool:
    """Requires a second approver once two people may approve. Returns whether it did.

    This happens once per installation. Afterwards only the settings decide.
    """
    if FourEyes.objects.exists() or approvers().count() < MIN_APPROVERS:
        return False
    FourEyes.objects.create(decided_at=timezone.now())
    for site in Site.objects.all():
        BlogSettings.objects.update_or_create(site=site, defaults={"works_alone": False})
    return True


def next_approver_enables_it() -> bool:
    """Whether the next person with the permission to approve would be the second, and nothing is decided yet."""
    return not FourEyes.objects.exists() and not requires_second_approver() and approvers().exists()


def decline_second_approver() -> None:
    """Records the decision that a second person with the permission does not change the setting."""
    if not FourEyes.objects.exists():
        FourEyes.objects.create(decided_at=timezone.now())


def may_approve(user: User) -> bool:
    return user.is_active and user.has_perm(APPROVE_PERMISSION)


def approvers() -> QuerySet[User]:
    """Every active user who may approve, superusers included."""
    return User.objects.with_perm(APPROVE_PERMISSION, backend=PERMISSION_BACKEND)
