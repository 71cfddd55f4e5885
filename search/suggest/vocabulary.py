"""Keeps the words of readers' posts as people spell them, for whoever mistypes one.

They are counted anew from what readers may see, so that nothing has to follow every way in which a post comes and goes,
and written where they differ. The worker does it, never a save.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import batched, chain, islice
from time import monotonic

from django.db import connection, transaction
from django.db.models import Max, Sum

from blog.history.models import PublishedVersion
from blog.models import Author, PublicCount, PublicList, PublicPost, Series, Tag, Topic
from search.models import SearchedPost, ShortenedWord, SpelledWord
from search.text.analysis import MARKS, POSSESSIVE, UNSPACED, folded

SHORTEST, LONGEST = 3, 30
# The words in the most posts; what has fewer in so large a blog is mostly names of code and slips.
MOST_WORDS = 100_000
# When so many different words were counted, those that came once so far make room.
MOST_COUNTED = 500_000
POSTS_AT_ONCE = 500
# What is written at once, so that nobody who publishes waits for long.
WORDS_AT_ONCE = 500
SPELLED = re.compile(rf"(?:(?!_|[{UNSPACED}])[\w{MARKS}])+")
ADD = "INSERT INTO finder_shortenedword (letters, word) VALUES (%s, %s) ON CONFLICT DO NOTHING"
DIGIT = re.compile(r"\d")
# For each second of work so many of rest, so that a large blog does not keep its worker busy.
REST = 100
NAMED = {PublicList.TOPIC: (Topic, "name"), PublicList.SERIES: (Series, "title")} | {
    PublicList.TAG: (Tag, "name"),
    PublicList.AUTHOR: (Author, "name"),
}


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


def keep_vocabulary() -> int:
    """Makes the vocabulary that of readers' posts; returns how many words changed."""
    new = vocabulary()
    stored = {word: (spelling, posts) for word, spelling, posts in SpelledWord.objects.values_list().iterator()}
    forget(stored.keys() - new.keys())
    changed = [word for word in new if stored.get(word) != new[word]]
    for words in batched(changed, WORDS_AT_ONCE):
        rows = [SpelledWord(word=word, spelling=new[word][0], posts=new[word][1]) for word in words]
        write(rows, shortened=[word for word in words if word not in stored])
    return len(changed) + len(stored.keys() - new.keys())


def vocabulary() -> dict[str, tuple[str, int]]:
    """By folded word, how it is mostly spelled and in how many posts it is."""
    found: dict[str, tuple[str, int]] = {}
    for spelling, posts in counted(texts()).most_common():
        word = folded(spelling)
        if word in found:
            found[word] = found[word][0], found[word][1] + posts
        elif is_spelled(word) and is_spelled(spelling) and len(found) < MOST_WORDS:
            found[word] = spelling, posts
    return found


def is_spelled(word: str) -> bool:
    """Whether it has letters only, which have a spelling, and as many as one."""
    return SHORTEST <= len(word) <= LONGEST and not DIGIT.search(word)


def counted(posts: Iterable[str]) -> Counter[str]:
    """In how many texts each word stands."""
    words: Counter[str] = Counter()
    for text in posts:
        words.update(set(spelled_words(text)))
        if len(words) > MOST_COUNTED:
            words = Counter({word: times for word, times in words.items() if times > 1})
    for name, posts_total in names():
        words.update(dict.fromkeys(spelled_words(name), posts_total))
    return words


def spelled_words(text: str) -> list[str]:
    return SPELLED.findall(POSSESSIVE.sub("", text.lower()))


def texts() -> Iterator[str]:
    """What readers see of each post that they may read."""
    readable = PublicPost.objects.readable()
    last = 0
    while rows := list(
        readable.filter(pk__gt=last).order_by("pk").values_list("pk", "title", "summary")[:POSTS_AT_ONCE]
    ):
        last = rows[-1][0]
        ids = [pk for pk, _title, _summary in rows]
        passages = dict(SearchedPost.objects.filter(pk__in=ids).values_list("pk", "passages"))
        for pk, title, summary in rows:
            parts = ((heading, text) for heading, _anchor, text in passages.get(pk, ()))
            yield " ".join([title, summary, *chain.from_iterable(parts)])


def names() -> Iterator[tuple[str, int]]:
    """The names of topics, series, tags and authors of these posts, with the number of posts."""
    for kind, (model, column) in NAMED.items():
        posts_of = dict(PublicCount.objects.filter(kind=kind).values_list("key", "posts"))
        for pk, name in model._default_manager.values_list("pk", column).iterator():
            if pk in posts_of:
                yield name, posts_of[pk]


def write(rows: list[SpelledWord], *, shortened: list[str]) -> None:
    pairs = [(letters, word) for word in shortened for letters in shortenings(word)]
    with transaction.atomic(), connection.cursor() as cursor:
        SpelledWord.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["word"], update_fields=["spelling", "posts"]
        )
        # Ten times as fast as bulk_create, for ten times as many rows as there are words.
        cursor.executemany(ADD, pairs)


def forget(words: Iterable[str]) -> None:
    remaining = iter(words)
    while gone := list(islice(remaining, WORDS_AT_ONCE)):
        with transaction.atomic():
            letters = {letters for word in gone for letters in shortenings(word)}
            ShortenedWord.objects.filter(letters__in=letters, word__in=gone).delete()
            SpelledWord.objects.filter(word__in=gone).delete()


def shortenings(word: str) -> set[str]:
    """The word, and the word without each of its letters.

    Two words of which one is the other with a letter more, less or another, or with two neighbours exchanged, have one
    of these in common (the symmetric delete of Garbe's SymSpell, https://github.com/wolfgarbe/SymSpell).
    """
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}
