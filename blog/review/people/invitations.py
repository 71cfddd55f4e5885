"""Creates, finds, revokes and accepts invitations."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from blog.models import Author
from blog.review.approval.second_approver import decline_second_approver
from blog.review.people.models import INVITATION_LIFETIME, Invitation
from blog.review.people.privileges import check_privileges, has_more_privileges
from blog.review.secret_links import matches_secret, new_secret


class InvitationNotOpen(Exception):  # noqa: N818 - the name is what happened
    """The invitation was used or revoked, or has expired."""


def invite(invitation: Invitation) -> str:
    """Saves the invitation with a new secret and returns the secret, which is not stored.

    Raises UserChangeRefused if the role has more permissions than the inviting user.
    """
    check_privileges(invitation.invited_by, invitation.role)
    secret, invitation.secret_hash = new_secret()
    invitation.expires_at = timezone.now() + INVITATION_LIFETIME
    invitation.revoked_at = None
    invitation.save()
    return secret


@transaction.atomic
def renew(pk: int, *, by: User) -> tuple[Invitation, str]:
    """Replaces the secret, so that the old link stops working. Raises InvitationNotOpen if it was used.

    ``by`` becomes the inviting user.
    """
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=pk)
    if invitation.used_at:
        raise InvitationNotOpen
    invitation.invited_by = by
    return invitation, invite(invitation)


def revoke_invitation(pk: int) -> bool:
    """Revokes the invitation. Returns False if it was not open."""
    return bool(Invitation.objects.open().filter(pk=pk).update(revoked_at=timezone.now()))


def find_invitation(pk: int, secret: str) -> Invitation | None:
    """Returns the invitation in any state; None if the secret is wrong.

    It is found by its id, and the secret is compared in constant time.
    """
    invitation = Invitation.objects.select_related("role", "invited_by").filter(pk=pk).first()
    return invitation if matches_secret(secret, invitation and invitation.secret_hash) else None


@transaction.atomic
def accept_invitation(invitation: Invitation, user: User) -> User:
    """Saves the new user with their role and author. Raises InvitationNotOpen if somebody else was faster."""
    locked = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    is_same = locked.secret_hash == invitation.secret_hash
    if not locked.is_open or not is_same or has_more_privileges(locked.role, locked.invited_by):
        raise InvitationNotOpen
    if locked.keeps_four_eyes_off:
        # Before the new user counts as an approver.
        decline_second_approver()
    user.save()
    user.groups.add(locked.role)
    # Every role writes, but not every role may create authors. The name in the invitation decides who takes over one.
    name = user.get_full_name()
    Author.of_login(user, name=name, takes_over=name == locked.name)
    locked.user, locked.used_at = user, timezone.now()
    locked.save()
    return user
