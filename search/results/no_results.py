"""What a search without results shows: topics, the most similar to the query first, and the latest posts."""

from difflib import SequenceMatcher

from blog.models import BlogIndexPage, PublicList, PublicPost
from blog.views.lists import lists_of
from blog.views.pagination import cards
from search.query.parser import Query, parse

MAX_LATEST_POSTS = 3
MAX_SUGGESTED_TOPICS = 12
MAX_COMPARED_WORDS = 8
# Of a word of the query and a word of a topic; 1 is equality.
MIN_SIMILARITY = 0.6


def no_results_context(query: str, blogs: dict[int, BlogIndexPage]) -> dict[str, object]:
    newest = PublicPost.objects.readable().filter(blog__in=blogs).newest_first()
    latest = cards(list(newest.values_list("post_id", flat=True)[:MAX_LATEST_POSTS]), blogs)
    topics = [topic for blog in blogs.values() for topic in lists_of(blog, PublicList.TOPIC)]
    words = words_of_query(parse(query))
    topics.sort(key=lambda topic: similarity(str(topic["name"]), words), reverse=True)
    return {"latest": latest, "topics": topics[:MAX_SUGGESTED_TOPICS]}


def words_of_query(query: Query) -> list[str]:
    """The words of the query in lower case, including the values of filters."""
    typed = [*query.words, *query.phrases, *(str(one.value) for one in query.filters)]
    return " ".join(typed).casefold().split()[:MAX_COMPARED_WORDS]


def similarity(name: str, words: list[str]) -> float:
    """The highest similarity of a word of the name and one of these words; 0 below MIN_SIMILARITY."""
    ratios = (SequenceMatcher(None, word, part).ratio() for part in name.casefold().split() for word in words)
    nearest = max(ratios, default=0)
    return nearest if nearest >= MIN_SIMILARITY else 0
