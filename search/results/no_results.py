"""What to offer where nothing was found or asked: topics, the nearest to what was typed first, and the latest posts."""

from difflib import SequenceMatcher

from blog.models import BlogIndexPage, PublicList, PublicPost
from blog.views.lists import lists_of
from blog.views.pagination import cards
from search.query.parser import Query, parse

LATEST_POSTS = 3
MOST_TOPICS = 12
# More words of a query are not compared with names.
MOST_WORDS = 8
# How alike two words are that may be meant for each other; 1 is the same.
ALIKE = 0.6


def ways_on(query: str, blogs: dict[int, BlogIndexPage]) -> dict[str, object]:
    newest = PublicPost.objects.readable().filter(blog__in=blogs).newest_first()
    latest = cards(list(newest.values_list("post_id", flat=True)[:LATEST_POSTS]), blogs)
    topics = [topic for blog in blogs.values() for topic in lists_of(blog, PublicList.TOPIC)]
    words = words_in(parse(query))
    topics.sort(key=lambda topic: nearness(str(topic["name"]), words), reverse=True)
    return {"latest": latest, "topics": topics[:MOST_TOPICS]}


def words_in(query: Query) -> list[str]:
    """What was typed, in small words, the values of filters included."""
    typed = [*query.words, *query.phrases, *(str(found.value) for found in query.filters)]
    return " ".join(typed).casefold().split()[:MOST_WORDS]


def nearness(name: str, words: list[str]) -> float:
    """How alike a word of the name is to one of these; 0 where none may be meant."""
    alike = (SequenceMatcher(None, word, part).ratio() for part in name.casefold().split() for word in words)
    nearest = max(alike, default=0)
    return nearest if nearest >= ALIKE else 0
