"""What changed in a line of marked text, word by word.

Words are compared without their marks and links, so that emphasis or another address is a change of its own
(``restyled``) and not the same words removed and added again.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from operator import itemgetter
from typing import Literal, NamedTuple

from blog.markdown.runs import Footnote, Math, Run, plain_text

from .alignment import Pairs, align
from .budget import Budget

# Scripts that part no words by spaces are compared sign by sign.
UNPARTED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
JOINED = "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0dff\u200c\u200d"
VARIED = "\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff"
TOKEN = re.compile(
    rf"[^\W{UNPARTED}](?:[^\W{UNPARTED}]|[{JOINED}])*(?:['’](?:[^\W{UNPARTED}]|[{JOINED}])+)*"
    rf"|[^\w\s](?:[{VARIED}]|\u200d.)*|.[{JOINED}]*",
    re.DOTALL,
)
SENTENCE_END = (".", "!", "?", "…", ":", "。", "！", "？")
# A line of which less than this part stays is shown as replaced.
LEAST_KEPT = 0.25
FEW_WORDS = 6
FARTHEST_SLIDE = 300
# A longer line is replaced as a whole.
LONGEST_LINE = 40_000

type StretchKind = Literal["same", "deleted", "inserted", "restyled"]
type Tokens = Sequence["Token"]


class Token(NamedTuple):
    """A word, sign or space of a run, or an entity."""

    text: str
    marks: frozenset[str]
    link: str | None
    entity: Math | Footnote | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Runs that stayed, went, came, or say the same with other marks or another link."""

    kind: StretchKind
    old: list[Run]
    new: list[Run]


@dataclass(frozen=True, slots=True)
class Hunk:
    """The tokens old[a:a_end] became new[b:b_end]; what stands between two hunks says the same."""

    a: int
    a_end: int
    b: int
    b_end: int

    def to(self, other: "Hunk") -> "Hunk":
        return Hunk(self.a, other.a_end, self.b, other.b_end)


def compare_runs(old: list[Run], new: list[Run], budget: Budget) -> list[Stretch]:
    """The old runs of all stretches are the old line, the new ones the new line."""
    if old == new:
        return [Stretch("same", old, new)] if old else []
    lengths = len(plain_text(old)), len(plain_text(new))
    if max(lengths) > LONGEST_LINE or not budget.spend(sum(lengths) // 2):
        return [Stretch("deleted", old, []), Stretch("inserted", [], new)]
    before, after = tokens_of(old), tokens_of(new)
    pairs = align(*([token.entity or token.text for token in tokens] for tokens in (before, after)), budget)
    hunks = tidied(hunks_between(pairs, len(before), len(after)), before, after)
    hunks = [slid(hunk, place, hunks, before, after) for place, hunk in enumerate(hunks)]
    return list(stretches(hunks, before, after))


def tokens_of(runs: Iterable[Run]) -> list[Token]:
    tokens = []
    for run in runs:
        if run.entity:
            tokens.append(Token("", run.marks, run.link, run.entity))
        else:
            tokens += [Token(word, run.marks, run.link) for word in TOKEN.findall(run.text)]
    return tokens


def runs_of(tokens: Tokens) -> list[Run]:
    runs = []
    for (marks, link, entity), same in groupby(tokens, key=itemgetter(1, 2, 3)):
        if entity:
            runs += [Run("", marks, link, entity) for _ in same]
        else:
            runs.append(Run("".join(token.text for token in same), marks, link))
    return runs


def is_word(token: Token) -> bool:
    return token.entity is not None or token.text[0].isalnum()


def words_before(tokens: Tokens) -> list[int]:
    """For each place how many words stand before it, the end included."""
    return list(accumulate(map(is_word, tokens), initial=0))


def hunks_between(pairs: Pairs, old: int, new: int) -> list[Hunk]:
    hunks, a, b = [], 0, 0
    for one, other in [*pairs, (old, new)]:
        if one > a or other > b:
            hunks.append(Hunk(a, one, b, other))
        a, b = one + 1, other + 1
    return hunks


def tidied(hunks: list[Hunk], old: Tokens, new: Tokens) -> list[Hunk]:
    """Without equal words so few between changes that a reader would stumble over them."""
    counts = words_before(old), words_before(new)
    joined: list[Hunk] = []
    for hunk in hunks:
        grown = hunk
        while joined and is_islet(joined[-1], grown, *counts):
            grown = joined.pop().to(grown)
        joined.append(grown)
    total = max(counts[0][-1], counts[1][-1])
    changed = sum(size_of(hunk, *counts) for hunk in joined)
    if len(joined) > 1 and total > FEW_WORDS and total - changed < LEAST_KEPT * total:
        return [Hunk(0, len(old), 0, len(new))]
    return joined


def size_of(hunk: Hunk, old: list[int], new: list[int]) -> int:
    """In words, of the longer side."""
    return max(old[hunk.a_end] - old[hunk.a], new[hunk.b_end] - new[hunk.b])


def is_islet(before: Hunk, after: Hunk, old: list[int], new: list[int]) -> bool:
    between = old[after.a] - old[before.a_end]
    if not between:
        return not is_plain(before) and not is_plain(after)
    return between * 2 <= min(size_of(before, old, new), size_of(after, old, new))


def is_plain(hunk: Hunk) -> bool:
    """Whether it only adds or only removes."""
    return hunk.a == hunk.a_end or hunk.b == hunk.b_end


def slid(hunk: Hunk, place: int, hunks: list[Hunk], old: Tokens, new: Tokens) -> Hunk:
    """What was only added or removed, moved along equal words to begin where a word or a sentence does."""
    if not is_plain(hunk):
        return hunk
    tokens, start, end = (new, hunk.b, hunk.b_end) if hunk.a == hunk.a_end else (old, hunk.a, hunk.a_end)
    left = hunk.a - (hunks[place - 1].a_end if place else 0)
    right = (hunks[place + 1].a if place + 1 < len(hunks) else len(old)) - hunk.a_end
    offsets = [0]
    # One equal token stays on either side, so that hunks do not come to touch.
    for offset in range(-1, -min(left, FARTHEST_SLIDE), -1):
        if tokens[start + offset] != tokens[end + offset]:
            break
        offsets.append(offset)
    for offset in range(1, min(right, FARTHEST_SLIDE)):
        if tokens[start + offset - 1] != tokens[end + offset - 1]:
            break
        offsets.append(offset)
    best = max(offsets, key=lambda offset: (start_score(tokens, start + offset), -abs(offset)))
    return Hunk(hunk.a + best, hunk.a_end + best, hunk.b + best, hunk.b_end + best)


def start_score(tokens: Tokens, start: int) -> int:
    if start == 0 or tokens[start - 1].text == "\n":
        return 3
    if not tokens[start - 1].text.isspace():
        return 0
    return 2 if start > 1 and tokens[start - 2].text in SENTENCE_END else 1


def stretches(hunks: list[Hunk], old: Tokens, new: Tokens) -> Iterator[Stretch]:
    a, b = 0, 0
    for hunk in [*hunks, Hunk(len(old), len(old), len(new), len(new))]:
        yield from equal_words(old[a : hunk.a], new[b : hunk.b])
        if hunk.a < hunk.a_end:
            yield Stretch("deleted", runs_of(old[hunk.a : hunk.a_end]), [])
        if hunk.b < hunk.b_end:
            yield Stretch("inserted", [], runs_of(new[hunk.b : hunk.b_end]))
        a, b = hunk.a_end, hunk.b_end


def equal_words(old: Tokens, new: Tokens) -> Iterator[Stretch]:
    """Equal words, apart by whether and how they are marked or linked otherwise."""
    if old == new:
        if old:
            yield Stretch("same", runs := runs_of(old), runs)
        return

    def styling(pair: tuple[Token, Token]) -> tuple | None:
        return None if pair[0] == pair[1] else (*pair[0][1:3], *pair[1][1:3])

    for change, pairs in groupby(zip(old, new, strict=True), key=styling):
        before, after = zip(*pairs, strict=True)
        yield Stretch("restyled" if change else "same", runs_of(before), runs_of(after))
