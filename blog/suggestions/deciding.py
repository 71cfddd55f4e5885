"""Accepts and declines suggestions."""

import json
from collections.abc import Sequence
from dataclasses import replace

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.body.canonical import canonical_text, stored_blocks
from blog.history.content import content_of
from blog.history.diff_context import Comparison, compare_with_context
from blog.history.merge import Merge, merge
from blog.models import PostPage
from blog.pages.publication import lock_page
from blog.suggestions.fields import shown_fields, with_fields, write_fields
from blog.suggestions.models import Suggestion


class DecisionRefused(Exception):  # noqa: N818 - the name is what happened
    """The only argument is the message."""


def merged(suggestion: Suggestion, draft: PostPage) -> Merge:
    """The edits of the reader in the newest draft."""
    return merge(suggestion.before, canonical_text(draft.body), suggestion.after)


def comparison(suggestion: Suggestion, draft: PostPage) -> Comparison:
    """What accepting changes in the draft; with conflicts, or once decided, what the reader changed in the version."""
    found, content = merged(suggestion, draft), content_of(draft)
    old, new = ({name: values[side] for name, values in suggestion.fields.items()} for side in (0, 1))
    if found.conflicts or suggestion.decided_at:
        before, after = (replace(content, text=text) for text in (suggestion.before, suggestion.after))
        return compare_with_context(with_fields(before, old), with_fields(after, new))
    return compare_with_context(content, with_fields(replace(content, text=found.text), new))


@transaction.atomic
def accept(suggestion: Suggestion, *, user: User, choices: Sequence[str] = (), seen: int | None = None) -> PostPage:
    """Writes the edits into the draft, as a revision by ``user``, and returns the post. Raises DecisionRefused.

    ``choices`` are texts for the conflicts, in order, and ``seen`` is the revision with which the user compared the
    suggestion. The user becomes a writer of the draft, because a reader cannot answer for it.
    """
    lock_page(suggestion.post_id)
    post = PostPage.objects.get(pk=suggestion.post_id)
    stored = check_undecided(suggestion)
    if post.permissions_for_user(user).page_locked():
        raise DecisionRefused(_("The post is locked. Unlock it first."))
    draft = post.get_latest_revision_as_object()
    found = merged(stored, draft)
    if len(found.conflicts) != len(choices) or seen not in (None, post.latest_revision_id):
        raise DecisionRefused(_("The draft was changed in the meantime. Review the suggestion again."))
    text, shown = found.resolved(choices), shown_fields(content_of(draft).shown)
    fields = {name: new for name, (_old, new) in stored.fields.items() if new != shown[name]}
    if text != canonical_text(draft.body) or fields:
        blocks, _notes = stored_blocks(text, reuse_ids_from=draft.body.get_prep_value())
        draft.body = json.dumps(blocks)
        write_fields(draft, fields)
        stored.revision = draft.save_revision(user=user, log_action=True).pk
    elif stored.is_edit and post.has_unpublished_changes:
        # Someone has made the same edit in the draft.
        stored.revision = post.latest_revision_id
    decide(stored, Suggestion.State.ACCEPTED, user)
    return post


@transaction.atomic
def decline(suggestion: Suggestion, *, user: User, answer: str) -> None:
    """``answer`` is what the reader is told. Raises DecisionRefused."""
    lock_page(suggestion.post_id)
    stored = check_undecided(suggestion)
    stored.answer = answer
    decide(stored, Suggestion.State.DECLINED, user)


def check_undecided(suggestion: Suggestion) -> Suggestion:
    stored = Suggestion.objects.get(pk=suggestion.pk)
    if stored.decided_at:
        raise DecisionRefused(_("Someone else has already decided on this suggestion."))
    return stored


def decide(suggestion: Suggestion, state: str, user: User) -> None:
    suggestion.state, suggestion.decided_by, suggestion.decided_at = state, user, timezone.now()
    suggestion.save()
