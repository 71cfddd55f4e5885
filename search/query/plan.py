"""Which postings to read for a query, so that the work is bounded whatever the size of the blog.

The index has a list for each term and each level of how relevant a post is for it (``search.text.bm25``). Lists are
read in the order of what their posts gain by them, each from the newest post on and never to the end, and only if their
posts may score higher than a post with one occurrence of the rarest term: score-at-a-time evaluation of impact-sorted
indexes (Anh and Moffat, "Pruned query evaluation using pre-computed impacts", SIGIR 2006) with the bound of MaxScore
(Turtle and Flood, 1995). Posts with two of the rarest terms may be at the end of both lists, so they are looked up too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from search.engines.base import MAX_EXACT_COUNT
from search.engines.expressions import LEVEL_MARK, TITLE_MARK, Expression, Words, all_of, any_of
from search.text.bm25 import TERM_LEVELS, idf

# Terms that are in no more posts than these together are rare, the others common.
MAX_RARE_POSTS = MAX_EXACT_COUNT
# No list is read further than this.
MAX_POSTINGS = 1_000
# The same where several lists say which posts may be best.
MAX_PROMISING_POSTINGS = 300
# With so many candidates that have the rarer terms, posts that have only common terms are not looked for. Fewer
# candidates need no lists that say which of them may be best.
MIN_CANDIDATES = 100
# So many of the rarest terms, and so many of the common ones, say which posts may be best.
MAX_COMBINED_TERMS = 3
# The lowest level that few posts reach for a term in at least this share of all posts.
LOWEST_LEVELS = {0.25: 3, 0.0: 1}
# A term in a larger share says little about a post that has a rarer one.
MAX_INFORMATIVE_SHARE = 0.5
# From this level on, a post is mainly about a term.
HIGH_LEVEL = 4


@dataclass(frozen=True)
class Step:
    """Postings for ``expression``, newest first, at most ``limit``; each hit adds ``gains[term]`` to a post's score."""

    expression: Expression
    gains: dict[Words, float]
    limit: int

    @property
    def gain(self) -> float:
        return sum(self.gains.values())


@dataclass(frozen=True)
class Round:
    """The steps of one statement, best first. With ``min_candidates`` posts found, no other round is needed.

    At most ``limit`` postings have to be read, where that is known.
    """

    steps: list[Step]
    min_candidates: int = MIN_CANDIDATES
    limit: int | None = None


def rounds(frequencies: Mapping[Words, int], total: int, *, is_in_title: bool) -> Iterator[Round]:
    """The rounds for terms with these frequencies in ``total`` posts."""
    terms = [Term(words, posts, total) for words, posts in sorted(frequencies.items(), key=lambda item: item[1])]
    rare, common = split_by_frequency(terms)
    if is_in_title:
        for part in filter(None, (rare, common)):
            yield Round([term.step(term.words.with_mark(TITLE_MARK)) for term in part])
        return
    steps = [term.step(term.words) for term in rare]
    if sum(frequencies.values()) > MIN_CANDIDATES:
        steps += promising_steps(rare, common)
    if steps:
        steps.sort(key=lambda step: step.gain, reverse=True)
        # A post has one level of a term.
        limit = MAX_POSTINGS if len(common) == len(terms) == 1 else None
        yield Round(steps, MIN_CANDIDATES if rare else MAX_POSTINGS, limit)
    yield from (Round([term.step(term.words)]) for term in common)


class Term:
    def __init__(self, words: Words, posts: int, total: int) -> None:
        self.words, self.posts = words, posts
        self.idf = idf(posts, total)
        share = posts / total
        self.lowest_level = next(level for least, level in LOWEST_LEVELS.items() if share >= least)
        self.is_informative = share <= MAX_INFORMATIVE_SHARE
        self.has_levels = len(words.words) == 1 and not words.is_prefix

    def step(self, expression: Expression, frequency: float = 1.0, limit: int | None = None) -> Step:
        return Step(expression, {self.words: self.idf * frequency}, limit or MAX_POSTINGS)

    def at_levels(self, first: int, last: int = len(TERM_LEVELS)) -> Expression:
        """Posts from the first level of the term to the last."""
        if not self.has_levels:
            return self.words
        return any_of([self.words.with_mark(f"{LEVEL_MARK}{level}") for level in range(first, last + 1)])

    def gain(self, level: int) -> float:
        return self.idf * TERM_LEVELS[level - 1]


def split_by_frequency(terms: list[Term]) -> tuple[list[Term], list[Term]]:
    """The rarest terms, which together are in no more than MAX_RARE_POSTS posts, and the others."""
    left = MAX_RARE_POSTS
    rare: list[Term] = []
    common: list[Term] = []
    for term in terms:
        left -= term.posts
        (rare if left >= 0 else common).append(term)
    return rare, common


def promising_steps(rare: list[Term], common: list[Term]) -> Iterator[Step]:
    """Steps whose posts may score higher than those with one occurrence of the rarest term."""
    rarest, *others = [*rare, *common]
    common = common[:MAX_COMBINED_TERMS]
    if not others:
        if rarest.has_levels:
            for level, frequency in enumerate(TERM_LEVELS, start=1):
                yield rarest.step(rarest.at_levels(level, level), frequency)
        return
    leading = (*rare[:MAX_COMBINED_TERMS], *common)
    steps = [step for term in leading for step in level_steps(term, is_rarest=term is rarest)]
    informative = [term for term in common if term.is_informative]
    steps += [step for first, second in combinations(informative, 2) for step in pair_steps(first, second)]
    yield from (step for step in steps if step.gain > rarest.idf)
    if rare:
        any_rare = any_of([term.words for term in rare])
        for term in informative:
            level = term.lowest_level
            yield term.step(all_of([any_rare, term.at_levels(level)]), TERM_LEVELS[level - 1])
            yield term.step(all_of([any_rare, term.words]))


def level_steps(term: Term, *, is_rarest: bool) -> Iterator[Step]:
    if term.has_levels:
        yield term.step(term.at_levels(HIGH_LEVEL), TERM_LEVELS[HIGH_LEVEL - 1], MAX_PROMISING_POSTINGS)
    if term.has_levels and is_rarest:
        # Fills the pages where there are too few better posts.
        yield term.step(term.at_levels(1, HIGH_LEVEL - 1), TERM_LEVELS[0])


def pair_steps(first: Term, second: Term) -> Iterator[Step]:
    """Posts that are more about both terms than others, or mainly about one of them."""
    gains = {term.words: term.gain(term.lowest_level) for term in (first, second)}
    both = all_of([first.at_levels(first.lowest_level), second.at_levels(second.lowest_level)])
    yield Step(both, gains, MAX_PROMISING_POSTINGS)
    for strong, other in ((first, second), (second, first)):
        level = strong.lowest_level + 2
        gains = {strong.words: strong.gain(level), other.words: other.idf}
        yield Step(all_of([strong.at_levels(level), other.words]), gains, MAX_PROMISING_POSTINGS)
