"""The posts that are offered while a reader types."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search.suggest.titles import MAX_TITLE_SUGGESTIONS
from tests.factories import BlogIndexPageFactory, PostPageFactory, expire, restrict
from tests.search.test_cost import questions
from tests.search.test_search import ODD_QUERIES

pytestmark = pytest.mark.django_db


@pytest.fixture
def offered(client, blog):
    def ask(typed):
        return [post["title"] for post in client.get("/search/titles/", {"q": typed}).json()["posts"]]

    return ask


@pytest.mark.parametrize(
    "typed",
    [
        "h",
        "har",
        "Harbours",
        "lights har",
        "harbours l",
        "naï",
        "NAIVE",
        "no-un",
        "no-unused-vars",
        "C++",
        "日",
        "日本",
    ],
)
def test_title_is_offered_by_the_beginning_of_a_word(blog, offered, typed):
    PostPageFactory(parent=blog, title="Naïve harbours & lights: no-unused-vars in C++, 日本語")
    PostPageFactory(parent=blog, title="Other words, C")

    assert offered(typed) == ["Naïve harbours & lights: no-unused-vars in C++, 日本語"]


def test_end_or_middle_of_a_word_offers_nothing(blog, offered):
    PostPageFactory(parent=blog, title="Harbours")

    assert offered("arbour") == offered("har bou") == offered("") == offered("-") == []


def test_title_that_begins_so_comes_first_and_then_the_newest(blog, offered):
    PostPageFactory(parent=blog, title="Harbour", published_on="2020-01-01T12:00Z")
    for number in range(1, 12):
        PostPageFactory(parent=blog, title=f"Of harbour {number}", published_on=f"2024-01-{number:02}T12:00Z")

    assert offered("harb")[:3] == ["Harbour", "Of harbour 11", "Of harbour 10"]
    assert len(offered("harb")) == MAX_TITLE_SUGGESTIONS


def test_only_what_readers_may_see_is_offered(site, offered):
    _site, home, blog = site
    members = BlogIndexPageFactory(parent=home, title="Members", slug="members")
    restrict(members)
    PostPageFactory(parent=blog, title="Harbour")
    changed = PostPageFactory(parent=blog, title="Harbour changed")
    changed.title = "Harbour of the next draft"
    changed.save_revision()
    PostPageFactory(parent=blog, title="Harbour draft", live=False)
    PostPageFactory(parent=members, title="Harbour of members")
    PostPageFactory(parent=blog, title="Harbour withdrawn").unpublish()
    PostPageFactory(parent=blog, title="Harbour deleted").delete()
    expire(PostPageFactory(parent=blog, title="Harbour expired"))

    assert set(offered("harb")) == {"Harbour", "Harbour changed"}


def test_title_is_offered_as_it_is_now(blog, offered):
    post = PostPageFactory(parent=blog, title="Harbour")
    post.title = "Lighthouse"
    post.save_revision().publish()

    assert (offered("harb"), offered("light")) == ([], ["Lighthouse"])


def test_odd_beginnings_are_answered(blog, client, subtests):
    for typed in ODD_QUERIES:
        with subtests.test(repr(typed[:20])):
            answer = client.get("/search/titles/", {"q": typed.encode("utf-8", "surrogatepass")})
            assert answer.json() == {"posts": []}


def test_answer_is_kept_by_the_browser_alone_and_sets_no_cookie(blog, client):
    PostPageFactory(parent=blog, title="Harbour")
    client.get("/search/titles/?q=har")

    with CaptureQueriesContext(connection) as queries:
        answer = client.get("/search/titles/?q=har")

    assert questions(queries) <= 5
    assert answer["Cache-Control"] == "private, max-age=30"
    assert (answer.cookies, answer.headers.get("Vary")) == ({}, None)
    assert answer.json() == {"posts": [{"title": "Harbour", "url": "/blog/harbour/"}]}
    assert client.head("/search/titles/?q=har").content == b""
    assert client.post("/search/titles/?q=har").status_code == 405
