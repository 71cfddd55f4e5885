"""Accepts and declines suggestions."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter
from wagtail.models import PageLogEntry

from blog.body.canonical import canonical_text, stored_blocks
from blog.history.content import content_of
from blog.history.diff_context import Comparison, compare_with_context
from blog.history.merge import Merge, merge
from blog.history.places import UnsafeAddress, places, replace_places
from blog.models import PostPage
from blog.pages.publication import lock_page
from blog.suggestions.fields import shown_fields, with_fields, write_fields
from blog.suggestions.models import Suggestion

ACCEPTED_LOG_ACTION = "blog_suggestions.accept"


class AcceptedLogFormatter(LogFormatter):
    label = gettext_lazy("Accept a suggestion")

    def format_message(self, entry: PageLogEntry) -> str:
        return _("Suggestion accepted")


class DecisionRefused(Exception):  # noqa: N818 - the name is what happened
    """The only argument is the message."""


@dataclass(frozen=True)
class Part:
    """A place with its links, or a field, that an editor accepts alone. ``kind`` is that of the place, or "".

    ``words`` are what the reader wrote, by name. ``now`` is what the draft says if the reader saw something else.
    """

    id: str
    kind: str
    words: dict[str, str]
    now: str = ""


def parts_of(suggestion: Suggestion, draft: PostPage) -> list[Part]:
    """The parts; none if the places are not those of the release that stored them."""
    shown = shown_fields(content_of(draft).shown)
    fields = [
        Part(name, "", {name: new}, now=shown[name] if shown[name] not in (old, new) else "")
        for name, (old, new) in suggestion.fields.items()
    ]
    edits: dict[str, str] = suggestion.edits
    found = [
        Part(place.id, place.kind, words)
        for place in (places(suggestion.before) if edits else ())
        if (words := {name: edits[name] for name in (place.id, *place.link_ids) if name in edits})
    ]
    is_whole = sum(len(part.words) for part in found) == len(edits)
    if not is_whole or replace_places(suggestion.before, edits) != suggestion.after:
        return []
    return [*fields, *found]


def accepted_text(suggestion: Suggestion, proposals: Mapping[str, str]) -> str:
    """The text of the reader's version with these edits. Raises DecisionRefused."""
    all_edits: dict[str, str] = suggestion.edits
    edits = {name: words for name, words in proposals.items() if name in all_edits}
    if edits == all_edits:
        return suggestion.after
    try:
        return replace_places(suggestion.before, edits)
    except UnsafeAddress as error:
        raise DecisionRefused(_("A link to “%(address)s” is not possible.") % {"address": error}) from error


def merged(suggestion: Suggestion, draft: PostPage, proposals: Mapping[str, str]) -> Merge:
    """The accepted edits in the newest draft."""
    return merge(suggestion.before, canonical_text(draft.body), accepted_text(suggestion, proposals))


def comparison(suggestion: Suggestion, draft: PostPage, proposals: Mapping[str, str]) -> Comparison:
    """What accepting these edits changes in the draft; with conflicts, or once decided, what the reader changed."""
    found, content = merged(suggestion, draft, proposals), content_of(draft)
    old, new = ({name: values[side] for name, values in suggestion.fields.items()} for side in (0, 1))
    if found.conflicts or suggestion.decided_at:
        before, after = (replace(content, text=text) for text in (suggestion.before, suggestion.after))
        return compare_with_context(with_fields(before, old), with_fields(after, new))
    chosen = {name: words for name, words in proposals.items() if name in new}
    return compare_with_context(content, with_fields(replace(content, text=found.text), chosen))


def state_of_draft(post: PostPage) -> str:
    """Changes with every save. The number of the revision does not, because autosave overwrites revisions."""
    saved_at = post.latest_revision_created_at
    return f"{post.latest_revision_id} {saved_at.isoformat() if saved_at else ''}"


@transaction.atomic
def accept(
    suggestion: Suggestion,
    *,
    user: User,
    proposals: Mapping[str, str] | None = None,
    choices: Sequence[str] = (),
    seen: str = "",
    answer: str = "",
    is_shown: bool = False,
) -> PostPage:
    """Writes the edits into the draft, as a revision by ``user``, and returns the post. Raises DecisionRefused.

    ``proposals`` are those that the user chose, with other words if the user edited them. ``choices`` are texts for the
    conflicts, in order, and ``seen`` is the ``state_of_draft`` with which the user compared the suggestion. The user
    becomes a writer of the draft, because a reader cannot answer for it.
    """
    lock_page(suggestion.post_id)
    post = PostPage.objects.get(pk=suggestion.post_id)
    stored = check_undecided(suggestion)
    if post.permissions_for_user(user).page_locked():
        raise DecisionRefused(_("The post is locked. Unlock it first."))
    if seen not in ("", state_of_draft(post)):
        raise DecisionRefused(_("The draft was changed in the meantime. Review the suggestion again."))
    proposals = stored.proposals if proposals is None else proposals
    if stored.is_edit and stored.proposals and not proposals:
        raise DecisionRefused(_("No place is chosen. Choose one, or decline the suggestion."))
    draft = post.get_latest_revision_as_object()
    found = merged(stored, draft, proposals)
    if len(found.conflicts) != len(choices):
        raise DecisionRefused(_("The draft says something else in these places. Write the text it should have."))
    stored.revision = write_edits(stored, post, draft, text=found.resolved(choices), proposals=proposals, user=user)
    stored.accepted, stored.was_changed = accepted_text(stored, proposals), proposals != stored.proposals
    decide(stored, Suggestion.State.ACCEPTED, user, answer=answer, is_shown=is_shown)
    return post


def write_edits(
    suggestion: Suggestion, post: PostPage, draft: PostPage, *, text: str, proposals: Mapping[str, str], user: User
) -> int | None:
    """Returns the revision that contains the edits; None if readers have them already."""
    shown = shown_fields(content_of(draft).shown)
    fields = {name: proposals[name] for name, words in shown.items() if proposals.get(name, words) != words}
    if text != canonical_text(draft.body) or fields:
        blocks, _notes = stored_blocks(text, reuse_ids_from=draft.body.get_prep_value())
        draft.body = json.dumps(blocks)
        try:
            write_fields(draft, fields)
            return draft.save_revision(user=user, log_action=ACCEPTED_LOG_ACTION).pk
        except (ValidationError, ValueError) as error:
            raise DecisionRefused(_("The title, the summary, a tag or the date cannot be saved like this.")) from error
    # Someone has made the same edit in the draft.
    return post.latest_revision_id if suggestion.is_edit and post.has_unpublished_changes else None


@transaction.atomic
def decline(suggestion: Suggestion, *, user: User, answer: str, is_shown: bool = False) -> None:
    """``answer`` is what the reader is told. Raises DecisionRefused."""
    lock_page(suggestion.post_id)
    stored = check_undecided(suggestion)
    decide(stored, Suggestion.State.DECLINED, user, answer=answer, is_shown=is_shown)


def check_undecided(suggestion: Suggestion) -> Suggestion:
    stored = Suggestion.objects.get(pk=suggestion.pk)
    if stored.decided_at:
        raise DecisionRefused(_("Someone else has already decided on this suggestion."))
    return stored


def decide(suggestion: Suggestion, state: str, user: User, *, answer: str, is_shown: bool) -> None:
    """``is_shown`` has an effect only if the reader wants it, too."""
    suggestion.state, suggestion.decided_by, suggestion.decided_at = state, user, timezone.now()
    suggestion.answer, suggestion.is_shown = answer, is_shown and suggestion.is_question
    suggestion.save()
