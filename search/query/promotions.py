"""Posts that editors want first where readers search for certain words."""

from collections.abc import Iterable
from functools import lru_cache

from django.conf import settings

from blog.models import PublicPost
from search.query.curation import Kept
from search.query.filters import narrowed
from search.query.parser import Query, parse
from search.text.analysis import index_words

# No more posts stand before what was found.
MOST_FIRST = 3

type Key = tuple[str, ...]


def key_of(text: str, language: str) -> Key:
    """What two searches have in common that are the same but for order and endings."""
    return tuple(sorted(index_words(text, language)))


@lru_cache(maxsize=8)
def choices(rows: tuple[tuple[int, str], ...], language: str) -> dict[Key, list[int]]:
    """The posts of each search, in the order of choosing."""
    found: dict[Key, list[int]] = {}
    for post, queries in rows:
        for key in {key_of(line, language) for line in queries.splitlines()}:
            found.setdefault(key, []).append(post)
    return found


def promoted(text: str, blog_ids: Iterable[int], kept: Kept) -> list[int]:
    """The ids of the posts that editors chose for this search and that readers may see, in the order of choosing."""
    query = parse(text)
    if not is_plain(query):
        return []
    key = key_of(" ".join(query.words), settings.SEARCH_LANGUAGE)
    chosen = dict.fromkeys(choices(kept.chosen, settings.SEARCH_LANGUAGE).get(key, ()) if key else ())
    if not chosen:
        return []
    posts = narrowed(PublicPost.objects.readable().filter(blog__in=list(blog_ids)), query.filters)
    shown = set(posts.filter(pk__in=chosen).values_list("pk", flat=True))
    return [post for post in chosen if post in shown][:MOST_FIRST]


def is_plain(query: Query) -> bool:
    """Whether nothing is asked of a post's words that a chosen one might not have."""
    return bool(query.words) and not (query.phrases or query.without or query.is_in_title)
