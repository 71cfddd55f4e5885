"""CPU of comparing two versions of 10,000 words, as a share of reading one of them: `python -m bench.diff`.

One paragraph in ten was changed, one moved, one added; half of the paragraphs have marks and a link.
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
ALLOWED_SHARE = 1.5
VOCABULARY = ["the", "of", "and", "to", "in", "is", "was", "it", "for", *(f"word{number}" for number in range(90))]


def versions(random: Random) -> tuple[str, str]:
    old = [paragraph(random, number) for number in range(PARAGRAPHS)]
    new = [changed(random, text) if number % 10 == 0 else text for number, text in enumerate(old)]
    new.insert(140, new.pop(20))
    new.insert(70, paragraph(random, 0))
    return "\n\n".join(old) + "\n", "\n\n".join(new) + "\n"


def paragraph(random: Random, number: int) -> str:
    words = random.choices(VOCABULARY, k=WORDS)
    if number % 2:
        words[5], words[20] = f"**{words[5]}**", f"[{words[20]}](https://example.org/)"
    heading = "## A part of it\n\n" if number % 8 == 0 else ""
    return f"{heading}{' '.join(words).capitalize()}."


def changed(random: Random, text: str) -> str:
    words = text.split(" ")
    for place in random.sample(range(8, len(words)), 4):
        words[place] = random.choice(VOCABULARY)
    return " ".join(words)


def milliseconds(work: object, *arguments: object) -> float:
    start = process_time()
    work(*arguments)
    return (process_time() - start) * 1000


def main() -> int:
    old, new = versions(Random(1))
    contents = [SimpleNamespace(text=text, shown={}, files={}) for text in (old, new)]
    reading = min(milliseconds(read, new) for _ in range(RUNS))
    best = min(milliseconds(lambda: compare(*contents).changes) for _ in range(RUNS))
    share = best / reading
    print(f"diff of {len(old.split())} words: {best:.1f} ms of CPU, {share:.2f}x of reading one version;", end=" ")
    print(f"best of {RUNS}, {ALLOWED_MILLISECONDS:.0f} ms and {ALLOWED_SHARE}x allowed.")
    return int(best > ALLOWED_MILLISECONDS or share > ALLOWED_SHARE)


if __name__ == "__main__":
    sys.exit(main())
