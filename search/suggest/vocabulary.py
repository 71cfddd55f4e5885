"""The vocabulary for spelling suggestions: the words of readable posts with their spelling.

The worker counts them from scratch, so that nothing has to follow every way in which posts appear and disappear, and
writes what has changed.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import batched, chain
from time import monotonic

from django.db import connection, transaction
from django.db.models import Max, Sum

from blog.history.models import PublishedVersion
from blog.models import Author, PublicCount, PublicList, PublicPost, Series, Tag, Topic
from search.models import SearchedPost, ShortenedWord, SpelledWord
from search.text.analysis import COMBINING_MARKS, POSSESSIVE, UNSPACED_SCRIPTS, fold

MIN_SPELLED_LENGTH, MAX_SPELLED_LENGTH = 3, 30
# The most frequent words. Others in a blog of this size are mostly identifiers and typing errors.
MAX_VOCABULARY_WORDS = 100_000
# Above this number, words that were counted once so far are dropped.
MAX_COUNTED_WORDS = 500_000
VOCABULARY_POST_BATCH = 500
# Words per transaction, so that publishing does not wait for long.
VOCABULARY_WORD_BATCH = 500
SPELLED_WORD = re.compile(rf"(?:(?!_|[{UNSPACED_SCRIPTS}])[\w{COMBINING_MARKS}])+")
INSERT_DELETIONS_SQL = "INSERT INTO finder_shortenedword (letters, word) VALUES (%s, %s) ON CONFLICT DO NOTHING"
DIGIT = re.compile(r"\d")
# Seconds of pause for each second of work, so that a large blog does not keep its worker busy.
REST_RATIO = 100
TAXONOMY_MODELS = {PublicList.TOPIC: (Topic, "name"), PublicList.SERIES: (Series, "title")} | {
    PublicList.TAG: (Tag, "name"),
    PublicList.AUTHOR: (Author, "name"),
}


class VocabularyUpdater:
    """Updates the vocabulary in the worker, if posts have changed since the last update."""

    def __init__(self) -> None:
        self._last_state: tuple | None = None
        self._next_update = 0.0

    def update_vocabulary_if_changed(self) -> None:
        started = monotonic()
        state = readable_state()
        if state == self._last_state or started < self._next_update:
            return
        update_vocabulary()
        self._last_state = state
        self._next_update = monotonic() + REST_RATIO * (monotonic() - started)


def readable_state() -> tuple[int | None, int | None]:
    """A value that changes whenever a post is published, and with the number of readable posts."""
    newest = PublishedVersion.objects.aggregate(newest=Max("pk"))["newest"]
    return newest, PublicCount.objects.filter(kind=PublicList.BLOG).aggregate(posts=Sum("posts"))["posts"]


def update_vocabulary() -> int:
    """Updates the vocabulary from the readable posts; returns how many words changed."""
    new = count_vocabulary()
    stored = {word: (spelling, posts) for word, spelling, posts in SpelledWord.objects.values_list().iterator()}
    delete_words(stored.keys() - new.keys())
    changed = [word for word in new if stored.get(word) != new[word]]
    for words in batched(changed, VOCABULARY_WORD_BATCH):
        rows = [SpelledWord(word=word, spelling=new[word][0], posts=new[word][1]) for word in words]
        write_words(rows, shortened=[word for word in words if word not in stored])
    return len(changed) + len(stored.keys() - new.keys())


def count_vocabulary() -> dict[str, tuple[str, int]]:
    """The most frequent spelling and the number of posts of each folded word."""
    found: dict[str, tuple[str, int]] = {}
    for spelling, posts in count_words(readable_texts()).most_common():
        word = fold(spelling)
        if word in found:
            found[word] = found[word][0], found[word][1] + posts
        elif is_spelled(word) and is_spelled(spelling) and len(found) < MAX_VOCABULARY_WORDS:
            found[word] = spelling, posts
    return found


def is_spelled(word: str) -> bool:
    """Whether the word has no digits and a length for which spelling is corrected."""
    return MIN_SPELLED_LENGTH <= len(word) <= MAX_SPELLED_LENGTH and not DIGIT.search(word)


def count_words(posts: Iterable[str]) -> Counter[str]:
    """The number of posts with each word."""
    words: Counter[str] = Counter()
    for text in posts:
        words.update(set(spelled_words(text)))
        if len(words) > MAX_COUNTED_WORDS:
            words = Counter({word: times for word, times in words.items() if times > 1})
    for name, posts_total in taxonomy_names():
        words.update(dict.fromkeys(spelled_words(name), posts_total))
    return words


def spelled_words(text: str) -> list[str]:
    return SPELLED_WORD.findall(POSSESSIVE.sub("", text.lower()))


def readable_texts() -> Iterator[str]:
    """The text of each readable post, as readers see it."""
    readable = PublicPost.objects.readable()
    last = 0
    while rows := list(
        readable.filter(pk__gt=last).order_by("pk").values_list("pk", "title", "summary")[:VOCABULARY_POST_BATCH]
    ):
        last = rows[-1][0]
        ids = [pk for pk, _title, _summary in rows]
        passages = dict(SearchedPost.objects.filter(pk__in=ids).values_list("pk", "passages"))
        for pk, title, summary in rows:
            parts = ((heading, text) for heading, _anchor, text in passages.get(pk, ()))
            yield " ".join([title, summary, *chain.from_iterable(parts)])


def taxonomy_names() -> Iterator[tuple[str, int]]:
    """The names of topics, series, tags and authors that have readable posts, with the number of posts."""
    for kind, (model, column) in TAXONOMY_MODELS.items():
        posts_of = dict(PublicCount.objects.filter(kind=kind).values_list("key", "posts"))
        for pk, name in model._default_manager.values_list("pk", column).iterator():
            if pk in posts_of:
                yield name, posts_of[pk]


def write_words(rows: list[SpelledWord], *, shortened: list[str]) -> None:
    pairs = [(letters, word) for word in shortened for letters in deletions(word)]
    with transaction.atomic(), connection.cursor() as cursor:
        SpelledWord.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["word"], update_fields=["spelling", "posts"]
        )
        # Ten times as fast as bulk_create, and there are ten times as many rows as words.
        cursor.executemany(INSERT_DELETIONS_SQL, pairs)


def delete_words(words: Iterable[str]) -> None:
    for gone in batched(words, VOCABULARY_WORD_BATCH):
        with transaction.atomic():
            letters = {letters for word in gone for letters in deletions(word)}
            ShortenedWord.objects.filter(letters__in=letters, word__in=gone).delete()
            SpelledWord.objects.filter(word__in=gone).delete()


def deletions(word: str) -> set[str]:
    """The word, and the word without each of its letters.

    Two words that are one insertion, deletion, replacement or transposition apart have one of these in common (the
    symmetric delete algorithm of Garbe's SymSpell, https://github.com/wolfgarbe/SymSpell).
    """
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}
