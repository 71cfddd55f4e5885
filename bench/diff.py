"""CPU of comparing two versions of 10,000 words, as a share of reading one of them: `python -m bench.diff`.

Once where one paragraph in ten was changed, one moved, one added, and half of the paragraphs have marks and a link;
once where each paragraph was changed, and every tenth of its words has a mark or a link, and another is code; and once
where half of all those words are others.
"""

import sys
from random import Random
from time import process_time
from types import SimpleNamespace

from blog.history.diff import compare
from blog.markdown.read import read

PARAGRAPHS = 170
WORDS = 60
RUNS = 15
ALLOWED_MILLISECONDS = 100.0
ALLOWED_SHARE = 2.0
FREQUENT = ["the", "of", "and", "to", "in", "is", "was", "it", "for"]
VOCABULARY = [*FREQUENT, *(f"word{number}" for number in range(90))]


def versions(random: Random) -> tuple[str, str]:
    old = [paragraph(random, number) for number in range(PARAGRAPHS)]
    new = [changed(random, text) if number % 10 == 0 else text for number, text in enumerate(old)]
    new.insert(140, new.pop(20))
    new.insert(70, paragraph(random, 0))
    return "\n\n".join(old) + "\n", "\n\n".join(new) + "\n"


def versions_full_of_marks(random: Random, *, changes: int) -> tuple[str, str]:
    old = [full_of_marks(random) for _ in range(PARAGRAPHS)]
    return "\n\n".join(old) + "\n", "\n\n".join(changed(random, text, changes) for text in old) + "\n"


def full_of_marks(random: Random) -> str:
    words = [
        f"word{random.randrange(3_000)}" if random.random() < 0.6 else random.choice(FREQUENT) for _ in range(WORDS)
    ]
    for place in range(2, WORDS, 10):
        words[place] = f"**{words[place]}**" if place % 20 == 2 else f"[{words[place]}](https://example.org/{place})"
        words[place + 4] = f"`{words[place + 4]}()`"
    return " ".join(words).capitalize() + "."


def paragraph(random: Random, number: int) -> str:
    words = random.choices(VOCABULARY, k=WORDS)
    if number % 2:
        words[5], words[20] = f"**{words[5]}**", f"[{words[20]}](https://example.org/)"
    heading = "## A part of it\n\n" if number % 8 == 0 else ""
    return f"{heading}{' '.join(words).capitalize()}."


def changed(random: Random, text: str, changes: int = 4) -> str:
    words = text.split(" ")
    for place in random.sample(range(8, len(words)), changes):
        words[place] = random.choice(VOCABULARY)
    return " ".join(words)


def milliseconds(work: object, *arguments: object) -> float:
    start = process_time()
    work(*arguments)
    return (process_time() - start) * 1000


def main() -> int:
    texts = {
        "one paragraph in ten changed": versions(Random(1)),
        "all changed, full of marks": versions_full_of_marks(Random(2), changes=4),
        "half of all words others, full of marks": versions_full_of_marks(Random(2), changes=WORDS // 2),
    }
    return max(report(name, pair) for name, pair in texts.items())


def report(name: str, texts: tuple[str, str]) -> int:
    contents = contents_of(texts)
    reading = min(milliseconds(read, texts[1]) for _ in range(RUNS))
    best = min(milliseconds(details, *contents) for _ in range(RUNS))
    share = best / reading
    print(f"diff of {len(texts[0].split())} words, {name}: {best:.1f} ms of CPU,", end=" ")
    print(f"{share:.2f}x of reading one version;", end=" ")
    print(f"best of {RUNS}, {ALLOWED_MILLISECONDS:.0f} ms and {ALLOWED_SHARE}x allowed.")
    return int(best > ALLOWED_MILLISECONDS or share > ALLOWED_SHARE)


def contents_of(texts: tuple[str, str]) -> list[SimpleNamespace]:
    return [SimpleNamespace(text=text, shown={}, files={}, declaration=None) for text in texts]


def details(old: object, new: object) -> list:
    """All that a page shows of it."""
    return [part.detail for part in compare(old, new).changes]


if __name__ == "__main__":
    sys.exit(main())
