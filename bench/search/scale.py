"""How long searches take in a large blog, what indexing it costs, and what is lost because not every post is scored."""

import random
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import accumulate, batched
from statistics import mean
from time import perf_counter, process_time

from django.test import Client

from bench.search.measures import percentile
from bench.search.posts import Writer
from bench.site import analyse
from blog.models import BlogIndexPage, PostPage
from search.engines import sqlite
from search.index.indexer import index_posts
from search.query import finder, plan, terms
from search.query.finder import find_posts

WORDS_IN_A_POST, WORDS_IN_A_TITLE, VOCABULARY = 300, 6, 50_000
QUERIES, COMPARED = 100, 25
BATCH = 500
LETTERS = "bcdfghklmnprstvz", "aeiou"


class Language:
    """Made-up words as frequent as those of a language (Zipf): the hundredth is in a fifth of all posts or so."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.words = [self._word(number) for number in range(VOCABULARY)]
        self.weights = list(accumulate(1 / rank for rank in range(1, VOCABULARY + 1)))

    def _word(self, number: int) -> str:
        letters = []
        for _ in range(4):
            number, consonant = divmod(number, len(LETTERS[0]))
            number, vowel = divmod(number, len(LETTERS[1]))
            letters += [LETTERS[0][consonant], LETTERS[1][vowel]]
        return "".join(letters)

    def text(self, words: int) -> str:
        return " ".join(self.chance.choices(self.words, cum_weights=self.weights, k=words))

    def one_of(self, first: int, last: int) -> str:
        return self.words[self.chance.randrange(first, last)]

    def queries(self) -> dict[str, Callable[[], str]]:
        return {
            "rare word": lambda: self.one_of(2_000, 20_000),
            "word in a fifth": lambda: self.one_of(100, 140),
            "two such words": lambda: f"{self.one_of(100, 140)} {self.one_of(100, 140)}",
            "common and rare": lambda: f"{self.one_of(10, 200)} {self.one_of(2_000, 20_000)}",
            "six words": lambda: self.text(6),
            "phrase": lambda: f'"{self.one_of(5, 50)} {self.one_of(5, 50)}"',
            "word in all posts": lambda: self.one_of(0, 3),
        }


def measure(posts: int, blog: BlogIndexPage) -> None:
    language = Language(random.Random(posts))
    writer = Writer(blog, posts_in_all=posts)
    for numbers in batched(range(posts), BATCH):
        writer.write((language.text(WORDS_IN_A_TITLE), language.text(WORDS_IN_A_POST)) for _ in numbers)
    print(f"\n{posts} posts of {WORDS_IN_A_POST} words")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start, worked = perf_counter(), process_time()
    for chunk in chunks():
        index_posts(chunk)
    took, worked = perf_counter() - start, process_time() - worked
    more = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"indexed in {took:.0f} s, {worked:.0f} s of CPU here, {more / 1024:.0f} MiB ({memory / 1024:.0f} before)")
    analyse()
    print(f"one update: {update():.1f} ms")
    for name, query in language.queries().items():
        times(name, [query() for _ in range(QUERIES)], blog)
    offers([language.one_of(0, 20_000)[:length] for length in range(1, 9) for _ in range(QUERIES)])


def chunks() -> Iterator[list[PostPage]]:
    last = 0
    while chunk := list(PostPage.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield chunk
        last = chunk[-1].pk


def update() -> float:
    """Milliseconds of writing one changed post into the index, the median of 50."""
    seconds = []
    for post in PostPage.objects.order_by("?")[:50]:
        post.summary = "changed words"
        start = perf_counter()
        index_posts([post])
        seconds.append(perf_counter() - start)
    return percentile(seconds, 0.5) * 1000


def times(name: str, queries: list[str], blog: BlogIndexPage) -> None:
    answers = [find_posts(query, [blog.pk]) for query in queries]
    seconds, worked = timed(lambda query: find_posts(query, [blog.pk]), queries)
    client = Client()
    pages, _worked = timed(lambda query: client.get("/search/", {"q": query}), queries)
    ratio = percentile(pages, 0.5) / percentile(seconds, 0.5)
    with every_post_scored():
        whole = [find_posts(query, [blog.pk]) for query in queries[:COMPARED]]
    shared = mean(
        len(set(some[:10]) & set(every[:10])) / max(1, len(every[:10]))
        for some, every in zip(answers, whole, strict=False)
    )
    print(
        f"{name:<18} p50 {percentile(seconds, 0.5) * 1000:6.1f} ms  p99 {percentile(seconds, 0.99) * 1000:6.1f} ms"
        f"  CPU here {worked * 1000:5.1f} ms  found {mean(map(len, answers)):6.1f}  uncapped first ten {shared:.2f}"
        f"  page p50 {percentile(pages, 0.5) * 1000:5.1f} ms, {ratio:.1f} times as long",
        flush=True,
    )


def offers(typed: list[str]) -> None:
    """What is offered while a reader types: the whole request."""
    client = Client()
    seconds, worked = timed(lambda letters: client.get("/search/titles/", {"q": letters}), typed)
    half, most = (percentile(seconds, share) * 1000 for share in (0.5, 0.99))
    print(f"titles while typing p50 {half:.1f} ms  p99 {most:.1f} ms  CPU here {worked * 1000:.1f} ms", flush=True)


def timed(ask: Callable[[str], object], queries: list[str]) -> tuple[list[float], float]:
    """The seconds that each query takes, and those of CPU in this process on average; the first one warms up."""
    ask(queries[0])
    seconds = []
    worked = process_time()
    for query in queries:
        start = perf_counter()
        ask(query)
        seconds.append(perf_counter() - start)
    return seconds, (process_time() - worked) / len(queries)


@contextmanager
def every_post_scored() -> Iterator[None]:
    """Takes the bounds off, so that what they cost can be seen."""
    bounds = [(plan, "MAX_RARE_POSTS"), (plan, "MAX_POSTINGS")]
    bounds += [(module, "MAX_EXACT_COUNT") for module in (terms, sqlite)]
    limits = ("MAX_RESULTS", "MAX_RANKED_POSTS", "MAX_RANKED_PHRASE_POSTS", "MAX_POSTINGS_PER_ROUND")
    bounds += [(finder, name) for name in limits]
    kept = [getattr(module, name) for module, name in bounds]
    for module, name in bounds:
        setattr(module, name, 10_000_000)
    try:
        yield
    finally:
        for (module, name), value in zip(bounds, kept, strict=True):
            setattr(module, name, value)
