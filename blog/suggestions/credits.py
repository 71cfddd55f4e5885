"""The readers whose accepted edits a version contains."""

from collections.abc import Iterable

from blog.history.merge import merge
from blog.pages.publication import Publication
from blog.suggestions.models import Suggestion


def record_credits(publication: Publication) -> None:
    """Records the keys of the suggestions that go live. A step of PUBLISH_STEPS, before the version.

    An editor may have accepted an edit and taken it out of the draft again.
    """
    newest, post = publication.newest_version, publication.page
    accepted = Suggestion.objects.filter(post=post.pk, state=Suggestion.State.ACCEPTED, published_in=None)
    found = list(accepted.filter(revision__lte=post.live_revision_id or 0))
    if not found:
        return
    published = [one for one in found if contains_edit(publication.content.text, one)]
    in_text = Suggestion.objects.filter(pk__in=[one.pk for one in published])
    in_text.update(published_in=(newest.number if newest else 0) + 1)
    Suggestion.objects.filter(pk__in={one.pk for one in found} - {one.pk for one in published}).update(revision=None)
    if published:
        publication.record["credits"] = [str(one.key) for one in published]


def contains_edit(text: str, suggestion: Suggestion) -> bool:
    """Whether the edit would change nothing more in this text."""
    found = merge(suggestion.before, text, suggestion.accepted or suggestion.after)
    return not found.conflicts and found.text == text


def credited_names(keys: Iterable[str]) -> dict[str, str]:
    """The names of readers who want to be named, by key."""
    found = Suggestion.objects.filter(key__in=list(keys), may_be_named=True).exclude(name="")
    return {str(key): name for key, name in found.values_list("key", "name")}
