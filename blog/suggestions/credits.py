"""The readers whose accepted edits a version contains."""

from collections.abc import Iterable

from blog.pages.publication import Publication
from blog.suggestions.models import Suggestion


def record_credits(publication: Publication) -> None:
    """Records the keys of the suggestions that go live. A step of PUBLISH_STEPS, before the version."""
    newest, post = publication.newest_version, publication.post
    accepted = Suggestion.objects.filter(post=post.pk, state=Suggestion.State.ACCEPTED, published_in=None)
    accepted = accepted.filter(revision__lte=post.live_revision_id or 0)
    if keys := [str(key) for key in accepted.values_list("key", flat=True)]:
        publication.record["credits"] = keys
        accepted.update(published_in=(newest.number if newest else 0) + 1)


def credited_names(keys: Iterable[str]) -> dict[str, str]:
    """The names of readers who want to be named, by key."""
    found = Suggestion.objects.filter(key__in=list(keys), may_be_named=True).exclude(name="")
    return {str(key): name for key, name in found.values_list("key", "name")}
