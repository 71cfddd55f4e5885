"""Which lists of the index are read for a query, so that the best posts are among what is ranked at a bounded price."""

import pytest

from search.engines.expressions import Words
from search.query import plan
from search.query.finder import find_posts
from search.text.bm25 import TERM_LEVELS, term_levels
from tests.factories import PostPageFactory, text


def test_level_says_how_much_a_post_is_about_a_word():
    title, body = ["harbour", "light"], ["harbour", "boat", "boat", "sea", *["word"] * 296]

    found = {word: level for level, word in term_levels(title, body)}

    assert found["harbour"] > found["light"] > found["boat"] >= 1
    assert found["word"] > found["boat"]
    assert "sea" not in found


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["harbour", "harbour boat"])
def test_oldest_post_is_first_where_it_is_the_best_of_many(blog, monkeypatch, words):
    best = PostPageFactory(parent=blog, title="Harbour boat", body=text("<p>A harbour and a boat</p>"))
    for number in range(8):
        body = f"<p>{'All other words. ' * 60} A harbour and a boat</p>"
        PostPageFactory(parent=blog, title=f"Words {number}", body=text(body))
    for bound, most in {
        "query.plan.MAX_RARE_POSTS": 3,
        "query.plan.MAX_POSTINGS": 3,
        "query.plan.MAX_PROMISING_POSTINGS": 3,
        "query.plan.MIN_CANDIDATES": 1,
    }.items():
        monkeypatch.setattr(f"search.{bound}", most)

    assert find_posts(words, [blog.pk])[0] == best.pk


@pytest.mark.parametrize("posts", [5, 900, 20_000, 90_000])
def test_lists_are_as_few_however_long_the_query(posts):
    def lists(words):
        terms = {Words((f"word{number}",)): posts for number in range(words)}
        return [len(step.steps) for step in plan.rounds(terms, 100_000, is_in_title=False)]

    # What is rare is looked for word by word; beside that there are levels of six words and pairs of three.
    assert lists(1)[0] <= 1 + len(TERM_LEVELS)
    assert lists(32)[0] <= 32 + 6 * 2 + 3 * 3 + 3 * 2
    assert all(later == 1 for later in lists(32)[1:])
