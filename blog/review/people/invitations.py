"""Makes links that let somebody in, finds what a link stands for, and lets in who holds it."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from blog.models import Author
from blog.review.approval.second_approver import decline_second_approver
from blog.review.people.models import INVITATION_LIFETIME, Invitation
from blog.review.people.privileges import check_privileges, has_more_privileges
from blog.review.secret_links import matches_secret, new_secret


class InvitationNotOpen(Exception):  # noqa: N818 - the name is what happened
    """The invitation was used or taken back, or its time is over."""


def invite(invitation: Invitation) -> str:
    """Saves the invitation with a new secret and gives the secret, which nobody can find out later.

    Raises PeopleRefused where the role may do more than who invites.
    """
    check_privileges(invitation.invited_by, invitation.role)
    secret, invitation.secret_hash = new_secret()
    invitation.expires_at = timezone.now() + INVITATION_LIFETIME
    invitation.revoked_at = None
    invitation.save()
    return secret


@transaction.atomic
def renew(pk: int, *, by: User) -> tuple[Invitation, str]:
    """Another secret in place of the one before, whose link stops working. Raises NotOpen where somebody came by it.

    From then on it is an invitation of ``by``.
    """
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=pk)
    if invitation.used_at:
        raise InvitationNotOpen
    invitation.invited_by = by
    return invitation, invite(invitation)


def revoke_invitation(pk: int) -> bool:
    """Closes the link; False where it was not open any more."""
    return bool(Invitation.objects.open().filter(pk=pk).update(revoked_at=timezone.now()))


def find_invitation(pk: int, secret: str) -> Invitation | None:
    """The invitation of a link, whatever its state.

    It is looked up by its number, and the secret is compared in a time that says nothing about it.
    """
    invitation = Invitation.objects.select_related("role", "invited_by").filter(pk=pk).first()
    return invitation if matches_secret(secret, invitation and invitation.secret_hash) else None


@transaction.atomic
def accept_invitation(invitation: Invitation, user: User) -> User:
    """Gives the new, not yet saved user their role and their author. Raises NotOpen where somebody else was faster."""
    held = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    is_same = held.secret_hash == invitation.secret_hash
    if not held.is_open or not is_same or has_more_privileges(held.role, held.invited_by):
        raise InvitationNotOpen
    if held.keeps_four_eyes_off:
        # Before they count as somebody who may approve.
        decline_second_approver()
    user.save()
    user.groups.add(held.role)
    # Every role writes, and not every role may make authors. Whose posts somebody takes over, who invited them says.
    name = user.get_full_name()
    Author.of_login(user, name=name, takes_over=name == held.name)
    held.user, held.used_at = user, timezone.now()
    held.save()
    return user
