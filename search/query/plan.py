"""Where the best posts are looked for, so that the work is bounded whatever the blog's size.

The index has a list for each word and each level of how much a post is about it (``search.text.bm25``). Lists are read
in the order of what their posts gain by them, each from the newest post on and none to its end, and only those whose
posts may be better than what has the rarest word once: score-at-a-time evaluation of impact-sorted indexes (Anh and
Moffat, "Pruned query evaluation using pre-computed impacts", SIGIR 2006) with the bound of MaxScore (Turtle and Flood,
1995).
What has two of the rarest words may stand low in the lists of both, and is looked for as well.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from search.engines.base import MAX_EXACT_COUNT
from search.engines.expressions import LEVEL, TITLE, Expression, Words, every, some
from search.text.bm25 import LEVELS, rarity

# Words that are together in no more posts than these are rare, the others common.
MOST_RARE = MAX_EXACT_COUNT
# No list is read further than this.
MOST_LISTED = 1_000
# So far are lists read where several say which posts may be best.
MOST_PROMISING = 300
# With so many posts that have the rarer words, those that have only common ones are not looked for; and so few need no
# lists that say which of them may be best.
ENOUGH = 100
# So many of the rarest words, and so many of those that are common, say which posts may be best.
MOST_WORDS = 3
# The lowest level that few posts reach with a word in a larger share of all posts than this.
LOWEST = {0.25: 3, 0.0: 1}
# A word in a larger share says little of a post that has a rarer one.
LARGEST_SHARE = 0.5
# From this level on a post is much about a word.
HIGH = 4


@dataclass(frozen=True)
class Step:
    """The newest posts that have the expression, so many at most, gain so much for each of the terms."""

    expression: Expression
    gains: dict[Words, float]
    most: int

    @property
    def gain(self) -> float:
        return sum(self.gains.values())


@dataclass(frozen=True)
class Round:
    """What to look for, best first, and with how many posts found no other round is needed.

    No more than ``most`` entries of the lists have to be read, where that is known.
    """

    steps: list[Step]
    enough: int = ENOUGH
    most: int | None = None


def rounds(posts_with: Mapping[Words, int], total: int, *, is_in_title: bool) -> Iterator[Round]:
    """``posts_with`` says of each term in how many of ``total`` posts it is."""
    terms = [Term(words, posts, total) for words, posts in sorted(posts_with.items(), key=lambda item: item[1])]
    rare, common = parted(terms)
    if is_in_title:
        yield from (Round([term.step(term.words.marked(TITLE)) for term in found]) for found in (rare, common) if found)
        return
    steps = [term.step(term.words) for term in rare]
    if sum(posts_with.values()) > ENOUGH:
        steps += promising(rare, common)
    if steps:
        steps.sort(key=lambda step: step.gain, reverse=True)
        # A post has one level of a word.
        most = MOST_LISTED if len(common) == len(terms) == 1 else None
        yield Round(steps, ENOUGH if rare else MOST_LISTED, most)
    yield from (Round([term.step(term.words)]) for term in common)


class Term:
    def __init__(self, words: Words, posts: int, total: int) -> None:
        self.words, self.posts = words, posts
        self.worth = rarity(posts, total)
        share = posts / total
        self.lowest = next(level for least, level in LOWEST.items() if share >= least)
        self.says_much = share <= LARGEST_SHARE
        self.has_levels = len(words.words) == 1 and not words.is_start

    def step(self, expression: Expression, about: float = 1.0, most: int | None = None) -> Step:
        return Step(expression, {self.words: self.worth * about}, most or MOST_LISTED)

    def at(self, first: int, last: int = len(LEVELS)) -> Expression:
        """Posts that are about it from the first level to the last."""
        if not self.has_levels:
            return self.words
        return some([self.words.marked(f"{LEVEL}{level}") for level in range(first, last + 1)])

    def gain(self, level: int) -> float:
        return self.worth * LEVELS[level - 1]


def parted(terms: list[Term]) -> tuple[list[Term], list[Term]]:
    """The rarest, which together are in no more than MOST_RARE posts, and the others."""
    left = MOST_RARE
    rare: list[Term] = []
    common: list[Term] = []
    for term in terms:
        left -= term.posts
        (rare if left >= 0 else common).append(term)
    return rare, common


def promising(rare: list[Term], common: list[Term]) -> Iterator[Step]:
    """Posts that may be better than those that have the rarest term once."""
    rarest, *others = [*rare, *common]
    common = common[:MOST_WORDS]
    if not others:
        if rarest.has_levels:
            yield from (rarest.step(rarest.at(level, level), about) for level, about in enumerate(LEVELS, start=1))
        return
    steps = [step for term in (*rare[:MOST_WORDS], *common) for step in of_levels(term, is_rarest=term is rarest)]
    telling = [term for term in common if term.says_much]
    steps += [step for first, second in combinations(telling, 2) for step in together(first, second)]
    yield from (step for step in steps if step.gain > rarest.worth)
    if rare:
        any_of_them = some([term.words for term in rare])
        for term in telling:
            yield term.step(every([any_of_them, term.at(term.lowest)]), LEVELS[term.lowest - 1])
            yield term.step(every([any_of_them, term.words]))


def of_levels(term: Term, *, is_rarest: bool) -> Iterator[Step]:
    if term.has_levels:
        yield term.step(term.at(HIGH), LEVELS[HIGH - 1], MOST_PROMISING)
    if term.has_levels and is_rarest:
        # Where there are too few better ones, these fill the pages.
        yield term.step(term.at(1, HIGH - 1), LEVELS[0])


def together(first: Term, second: Term) -> Iterator[Step]:
    """Posts with both that are more about both than others, or much about one of them."""
    gains = {term.words: term.gain(term.lowest) for term in (first, second)}
    yield Step(every([first.at(first.lowest), second.at(second.lowest)]), gains, MOST_PROMISING)
    for strong, other in ((first, second), (second, first)):
        level = strong.lowest + 2
        gains = {strong.words: strong.gain(level), other.words: other.worth}
        yield Step(every([strong.at(level), other.words]), gains, MOST_PROMISING)
