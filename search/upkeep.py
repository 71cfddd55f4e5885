"""What the worker does for search, beside the saves that keep the index."""

from time import monotonic

from django.db.models import Max, Sum

from blog.history.models import PublishedVersion
from blog.models import PublicCount, PublicList
from search.vocabulary import keep_vocabulary

# For each second of work so many of rest, so that a large blog does not keep its worker busy.
REST = 100


class Upkeep:
    """Remembers from round to round what was done already."""

    def __init__(self) -> None:
        self._known: tuple | None = None
        self._rests_until = 0.0

    def keep_words(self) -> None:
        """Counts the words of readers' posts anew when a post came, changed or went."""
        started = monotonic()
        standing = what_readers_have()
        if standing == self._known or started < self._rests_until:
            return
        keep_vocabulary()
        self._known = standing
        self._rests_until = monotonic() + REST * (monotonic() - started)


def what_readers_have() -> tuple[int | None, int | None]:
    """Another one whenever readers see another text, or more or fewer posts."""
    newest = PublishedVersion.objects.aggregate(newest=Max("pk"))["newest"]
    return newest, PublicCount.objects.filter(kind=PublicList.BLOG).aggregate(posts=Sum("posts"))["posts"]
