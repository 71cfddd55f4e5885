"""The query that a reader meant to type, where a word of it is in no post.

A slip is one letter more, less or another, or two exchanged. Of the words one slip away, the most probable is taken:
the one in the most posts, and a slip that loses or exchanges letters counts for as many times more as there are letters
to choose a wrong one from (the noisy channel of Kernighan, Church and Gale, COLING 1990).
"""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from blog.models import BlogIndexPage, PublicPost
from search.engines import newest
from search.engines.scope import in_scope
from search.models import ShortenedWord, SpelledWord
from search.query.filters import narrowed
from search.query.finder import find
from search.query.parser import meaning, parse, parts, storable
from search.query.terms import sides
from search.suggest.vocabulary import SPELLED, is_spelled, shortenings
from search.text.analysis import folded

LETTERS = 26
# More words of a query than these are not looked at, and no more than so many candidates for each.
MOST_WORDS, MOST_TRIED = 8, 3
# Fewer letters begin too many words.
SHORTEST_BEGINNING = 4
# What is left of two words without what they begin and end with alike, where they are one slip apart.
ONE, PAIR = 1, 2


def better_spelling(text: str, *, blog_ids: Iterable[int] | None = None) -> str | None:
    """The query with each word that no readable post has replaced by the nearest one that some have.

    None where nothing is to be replaced, or where the new query would find nothing either. Filters, quotes and words
    to leave out stay as they were typed. Without ``blog_ids`` every blog is asked.
    """
    text = storable(text)
    typed = dict.fromkeys(folded(text[start:end]) for start, end in places(text))
    nearest = nearest_words([word for word in typed if is_spelled(word)][:MOST_WORDS])
    if not nearest:
        return None
    blogs = list(BlogIndexPage.objects.values_list("pk", flat=True) if blog_ids is None else blog_ids)
    posts = narrowed(PublicPost.objects.readable().filter(blog__in=blogs), parse(text).filters)
    right = {word: found for word in nearest if (found := replacement(word, nearest[word], posts))}
    better = rewritten(text, right)
    return better if right and finds(better, blogs) else None


def places(text: str) -> Iterator[tuple[int, int]]:
    """Where the words that are looked for stand in a query."""
    for part in parts(text):
        asked = meaning(part)
        if asked.words or asked.phrases:
            yield from (word.span() for word in SPELLED.finditer(text, part.start(), part.end()))


def nearest_words(typed: list[str]) -> dict[str, list[str]]:
    """By each of these words that the vocabulary lacks, the spellings of words one slip away, most probable first.

    Where there is none, those of words that begin so.
    """
    letters = {letters for word in typed for letters in shortenings(word)}
    near = ShortenedWord.objects.filter(letters__in=letters).values("word")
    known = {row.word: row for row in SpelledWord.objects.filter(word__in=near)} if letters else {}
    found = {}
    for word in typed:
        if word not in known and (slips := [row for row in known.values() if is_one_slip(word, row.word)]):
            slips.sort(key=lambda row: (likelihood(word, row.word) * row.posts, row.word), reverse=True)
            found[word] = [row.spelling for row in slips[:MOST_TRIED]]
        elif word not in known and len(word) >= SHORTEST_BEGINNING:
            found[word] = longer_words(word)
    return {word: spellings for word, spellings in found.items() if spellings}


def longer_words(beginning: str) -> list[str]:
    """Those that begin so, the most frequent first, for who types less of a name than posts say."""
    words = SpelledWord.objects.filter(word__startswith=beginning).order_by("-posts", "word")
    return list(words.values_list("spelling", flat=True)[:MOST_TRIED])


def is_one_slip(typed: str, word: str) -> bool:
    first, second = differing(typed, word)
    return max(len(first), len(second)) <= ONE or (len(first) == len(second) == PAIR and first == second[::-1])


def differing(first: str, second: str) -> tuple[str, str]:
    """Both without what they begin with, and then end with, alike."""
    start = 0
    while start < min(len(first), len(second)) and first[start] == second[start]:
        start += 1
    first, second = first[start:], second[start:]
    while first and second and first[-1] == second[-1]:
        first, second = first[:-1], second[:-1]
    return first, second


def likelihood(typed: str, word: str) -> int:
    """How many times as probable this slip is as one certain wrong letter."""
    return LETTERS if len(typed) < len(word) or sorted(typed) == sorted(word) else 1


def replacement(typed: str, spellings: list[str], posts: QuerySet) -> str | None:
    """The first of these spellings that one of the posts has; None where they have what was typed in another form."""
    if is_in(typed, posts):
        return None
    return next((spelling for spelling in spellings if is_in(spelling, posts)), None)


def is_in(word: str, posts: QuerySet) -> bool:
    # Asked of the index with the posts that readers may see, because the vocabulary may be older than both.
    return any(newest(term, among=in_scope(posts), most=1) for term in sides([word]))


def rewritten(text: str, right: dict[str, str]) -> str:
    for start, end in reversed(list(places(text))):
        text = text[:start] + right.get(folded(text[start:end]), text[start:end]) + text[end:]
    return text


def finds(text: str, blog_ids: list[int]) -> bool:
    asked = parse(text)
    # A post that has one of the words answers; where more is asked of it, only a search can say.
    is_plain = not (asked.phrases or asked.without or asked.is_in_title)
    return is_plain or bool(find(text, blog_ids))
