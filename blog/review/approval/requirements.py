"""Who has to say yes before a text goes live, and why, for the person who is about to publish or submit it."""

from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_user_display_name
from wagtail.models import TaskState

from blog.history.content import content_of
from blog.models import PostPage
from blog.review.approval.approvals import open_word
from blog.review.approval.content_hash import approved_hash
from blog.review.approval.guard import is_what_was_live
from blog.review.approval.second_approver import approvers, four_eyes_are_on


@dataclass(frozen=True)
class Decision:
    """``words`` say who decides and why, ``asked`` whom; ``is_refused`` where going on would be in vain."""

    words: str
    asked: list[str] = field(default_factory=list)
    is_refused: bool = False


def decision_on_publishing(post: PostPage, _user: User) -> Decision:
    if not four_eyes_are_on():
        return Decision(_("You. You work alone, so nobody else is asked."))
    content = content_of(post)
    if word := open_word(post, approved_hash(content)):
        return Decision(_("%(name)s has approved exactly this text.") % {"name": word.name or _("An import")})
    if is_what_was_live(post, content):
        return Decision(_("Nobody: this is what readers had last."))
    return Decision(
        _("Somebody who wrote none of it, and nobody has approved exactly this text. Submit it for review."),
        is_refused=True,
    )


def decision_on_submitting(post: PostPage, user: User) -> Decision:
    asked = [get_user_display_name(one) for one in people_to_ask(post, user)]
    if not asked:
        return Decision(_("Nobody can: everybody who may approve has written a part of it. Invite somebody."))
    if four_eyes_are_on():
        return Decision(_("One of these people, because they wrote none of it:"), asked)
    return Decision(_("One of these people, because you may not publish:"), asked)


def people_to_ask(post: PostPage, user: User | None) -> QuerySet[User]:
    """Who may approve: with four-eyes on, whoever did not write what would go live; never whoever submits it."""
    others = approvers().exclude(pk=user.pk) if user else approvers()
    if post.pk and four_eyes_are_on():
        others = others.exclude(pk__in=post.draft_writers.values("user"))
    return others.order_by("first_name", "last_name", "username")


def asked_in(step: TaskState, user: User | None) -> QuerySet[User]:
    """Those of them who belong to this step of a review."""
    groups = getattr(step.task.specific, "groups", None)
    if groups is None:
        return User.objects.none()
    page = step.workflow_state.content_object.specific
    people = people_to_ask(page, user) if isinstance(page, PostPage) else approvers()
    return people.filter(Q(is_superuser=True) | Q(groups__in=groups.all())).distinct()
