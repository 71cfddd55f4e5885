"""How many slips in words of the posts are led right, and what a look-up costs.

Of a word one letter is put in, left out, replaced or exchanged with its neighbour. What is a word of the posts itself
is no slip.
"""

import random
import string
from collections.abc import Iterator
from itertools import accumulate, islice
from time import perf_counter, process_time

from bench.search.measures import percentile
from search.models import SpelledWord
from search.suggest.spelling import nearest_words
from search.suggest.vocabulary import update_vocabulary
from search.text.analysis import index_terms

SLIPS = 2_000


def measure() -> None:
    words, worked = kept()
    _words, again = kept()
    print(f"vocabulary: {words} words counted and written with {worked:.1f} s of CPU here; nothing new: {again:.1f} s")
    posts_of = dict(SpelledWord.objects.values_list("word", "posts"))
    for shortest in (4, 5, 6):
        long_enough = {word: posts for word, posts in posts_of.items() if len(word) >= shortest}
        print(f"slips in words of {shortest} letters or more", end="")
        for name, weights in (("as frequent as in posts", list(long_enough.values())), ("each alike", None)):
            look_up(name, list(islice(slips(list(long_enough), weights, posts_of), SLIPS)))
        print()


def kept() -> tuple[int, float]:
    worked = process_time()
    return update_vocabulary(), process_time() - worked


def slips(words: list[str], weights: list[int] | None, known: dict[str, int]) -> Iterator[tuple[str, str]]:
    """Words drawn by their weights, each with a slip in it."""
    chance = random.Random(5)
    bounds = list(accumulate(weights)) if weights else None
    while True:
        [word] = chance.choices(words, cum_weights=bounds)
        typed = slip(word, chance)
        if typed not in known:
            yield word, typed


def slip(word: str, chance: random.Random) -> str:
    place, letter = chance.randrange(len(word)), chance.choice(string.ascii_lowercase)
    match chance.choice(["put in", "left out", "replaced", "exchanged"]):
        case "put in":
            return word[:place] + letter + word[place:]
        case "left out":
            return word[:place] + word[place + 1 :]
        case "replaced":
            return word[:place] + letter + word[place + 1 :]
        case _:
            return word[:place] + word[place + 1 : place + 2] + word[place : place + 1] + word[place + 2 :]


def look_up(name: str, asked: list[tuple[str, str]]) -> None:
    seconds, found, worked = [], [], process_time()
    for _word, typed in asked:
        start = perf_counter()
        found.append(nearest_words([typed]).get(typed, [""])[0])
        seconds.append(perf_counter() - start)
    worked = (process_time() - worked) / len(asked) * 1000
    right = sum(nearest == word for nearest, (word, _typed) in zip(found, asked, strict=True))
    alike = sum(stem(nearest) == stem(word) for nearest, (word, _typed) in zip(found, asked, strict=True))
    print(f"; {name}: {right / len(asked):.3f} led right, {alike / len(asked):.3f} to a form of the word", end="")
    print(f", CPU here {worked:.2f} ms, p99 {percentile(seconds, 0.99) * 1000:.2f} ms", end="")


def stem(word: str) -> list[str]:
    return index_terms(word, "english")
