"""Spelling suggestions ("Did you mean …") for a query with a word that is in no post.

An edit inserts, deletes or replaces one letter, or transposes two. Of the words one edit away, the most probable is
suggested: the one in the most posts. A deletion or transposition counts as many times more as there are letters to
choose a wrong one from (the noisy channel model of Kernighan, Church and Gale, COLING 1990).
"""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from blog.models import BlogIndexPage, PublicPost
from search.engines import newest_matches
from search.engines.scope import scope_of
from search.models import ShortenedWord, SpelledWord
from search.query.filters import apply_filters
from search.query.finder import find_posts
from search.query.parser import parse, parse_part, query_parts, strip_unstorable
from search.query.terms import phrase_expressions
from search.suggest.vocabulary import SPELLED_WORD, deletions, is_spelled
from search.text.analysis import fold

ALPHABET_SIZE = 26
# Words of a query that are looked up, and candidates for each.
MAX_CORRECTED_WORDS, MAX_SPELLING_CANDIDATES = 8, 3
# A shorter prefix has too many words.
MIN_PREFIX_LENGTH = 4


def did_you_mean(text: str, *, blog_ids: Iterable[int] | None = None) -> str | None:
    """The query with each word that is in no readable post replaced by the nearest one that is in some.

    None if there is nothing to replace, or if the new query has no results either. Filters, quotes and excluded words
    stay as they were typed. Without ``blog_ids``, all blogs are searched.
    """
    text = strip_unstorable(text)
    typed = dict.fromkeys(fold(text[start:end]) for start, end in word_spans(text))
    nearest = nearest_words([word for word in typed if is_spelled(word)][:MAX_CORRECTED_WORDS])
    if not nearest:
        return None
    blogs = list(BlogIndexPage.objects.values_list("pk", flat=True) if blog_ids is None else blog_ids)
    posts = apply_filters(PublicPost.objects.readable().filter(blog__in=blogs), parse(text).filters)
    replacements = {word: found for word in nearest if (found := replacement(word, nearest[word], posts))}
    corrected = replace_words(text, replacements)
    return corrected if replacements and has_results(corrected, blogs) else None


def word_spans(text: str) -> Iterator[tuple[int, int]]:
    """The start and end of each word that a query searches for."""
    for part in query_parts(text):
        parsed = parse_part(part)
        if parsed.words or parsed.phrases:
            yield from (word.span() for word in SPELLED_WORD.finditer(text, part.start(), part.end()))


def nearest_words(typed: list[str]) -> dict[str, list[str]]:
    """For each of these words that is not in the vocabulary, the spellings of words one edit away, most probable first.

    If there are none, the spellings of words with this prefix.
    """
    letters = {letters for word in typed for letters in deletions(word)}
    near = ShortenedWord.objects.filter(letters__in=letters).values("word")
    known = {row.word: row for row in SpelledWord.objects.filter(word__in=near)} if letters else {}
    found = {}
    for word in typed:
        if word not in known and (near_words := [row for row in known.values() if is_one_edit(word, row.word)]):
            near_words.sort(key=lambda row: (edit_likelihood(word, row.word) * row.posts, row.word), reverse=True)
            found[word] = [row.spelling for row in near_words[:MAX_SPELLING_CANDIDATES]]
        elif word not in known and len(word) >= MIN_PREFIX_LENGTH:
            found[word] = words_with_prefix(word)
    return {word: spellings for word, spellings in found.items() if spellings}


def words_with_prefix(prefix: str) -> list[str]:
    """The spellings of words with this prefix, the most frequent first."""
    words = SpelledWord.objects.filter(word__startswith=prefix).order_by("-posts", "word")
    return list(words.values_list("spelling", flat=True)[:MAX_SPELLING_CANDIDATES])


def is_one_edit(typed: str, word: str) -> bool:
    first, second = differing_parts(typed, word)
    return max(len(first), len(second)) <= 1 or (len(first) == len(second) == 2 and first == second[::-1])


def differing_parts(first: str, second: str) -> tuple[str, str]:
    """Both without their common prefix and then their common suffix."""
    start = 0
    while start < min(len(first), len(second)) and first[start] == second[start]:
        start += 1
    first, second = first[start:], second[start:]
    while first and second and first[-1] == second[-1]:
        first, second = first[:-1], second[:-1]
    return first, second


def edit_likelihood(typed: str, word: str) -> int:
    """How many times as probable this edit is as the replacement by one certain letter."""
    return ALPHABET_SIZE if len(typed) < len(word) or sorted(typed) == sorted(word) else 1


def replacement(typed: str, spellings: list[str], posts: QuerySet) -> str | None:
    """The first of these spellings that is in one of the posts; None if what was typed is in one."""
    if occurs_in(typed, posts):
        return None
    return next((spelling for spelling in spellings if occurs_in(spelling, posts)), None)


def occurs_in(word: str, posts: QuerySet) -> bool:
    # Looks in the index, because the vocabulary may be outdated.
    return any(newest_matches(term, among=scope_of(posts), limit=1) for term in phrase_expressions([word]))


def replace_words(text: str, replacements: dict[str, str]) -> str:
    for start, end in reversed(list(word_spans(text))):
        text = text[:start] + replacements.get(fold(text[start:end]), text[start:end]) + text[end:]
    return text


def has_results(text: str, blog_ids: list[int]) -> bool:
    query = parse(text)
    # One of the words is enough for a result, unless the query has other conditions.
    is_plain = not (query.phrases or query.excluded or query.is_in_title)
    return is_plain or bool(find_posts(text, blog_ids))
