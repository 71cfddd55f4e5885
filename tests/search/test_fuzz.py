"""Whatever is typed is answered, and never with a post that readers may not see."""

import random

import pytest

from blog.models import PublicPost
from search.suggest.vocabulary import update_vocabulary
from tests.factories import BlogIndexPageFactory, PostPageFactory, restrict, text

pytestmark = pytest.mark.django_db

WORDS = """
    harbour boats a 1.55.0 C++ no-unused-vars 日本語 日 שָׁלוֹם مرحبا हिन्दी สวัสดี 🙂 é İ ß AND OR NOT pk__in title__regex
    title: tag: topic: author:sea series: year:2024 year:0 before:9999-12-31 after: in:title ${x} {{x}} <-> @@ ++ ::
    --fix -O2 -Wall -x -- – — -harbour -"boats" -tag:sea -year:2024 -in:title
    - " ' ` ( ) [ { * ^ ~ : \\ % _ # + | & !
"""
# How many are repeated to hundreds of words, and up to many thousand signs.
LONG = 0.02
PIECES = [
    *WORDS.split(),
    *("NEAR(a b, 2)", "'; DROP TABLE x; --", "\x00", "\x1b", "\u200f", "\u202e", "\ufeff", "\ud800", "\U0010ffff"),
    *("\u0301", "\n", "\t", " ", " ", " ", "x" * 300),
]


@pytest.fixture
def blog_with_secrets(site):
    _site, home, blog = site
    words = "harbour boats a 1.55.0 C++ no-unused-vars 日本語 שלום مرحبا हिन्दी สวัสดี 🙂 é AND title pk drop table"
    members = BlogIndexPageFactory(parent=home, title="Members", slug="members")
    restrict(members)
    for number in range(3):
        PostPageFactory(parent=blog, title=f"Open {number}", body=text(f"<p>{words}</p>"), tags=["sea"])
        PostPageFactory(parent=blog, title=f"Draft {number}", body=text(f"<p>{words}</p>"), live=False)
        PostPageFactory(parent=members, title=f"Closed {number}", body=text(f"<p>{words}</p>"))
    update_vocabulary()


def typed(chance):
    joint = chance.choice(["", " ", "", '"', "-"])
    found = joint.join(chance.choices(PIECES, k=chance.choice([1, 2, 3, 5, 8, 60])))
    return found * chance.choice([100, 500]) if chance.random() < LONG else found


def ask(client, queries):
    readable = set(PublicPost.objects.readable().values_list("pk", flat=True))
    chance = random.Random(5)
    answered = 0
    for _ in range(queries):
        query = typed(chance)
        response = client.get("/search/", {"q": query.encode("utf-8", "surrogatepass")})
        assert response.status_code == 200, query
        listing = response.context_data.get("listing")
        found = [post.pk for post in listing.object_list] if listing else []
        assert set(found) <= readable, query
        assert len(found) == len(set(found)), query
        assert not {"Draft", "Closed"} & set((response.context_data.get("suggestion") or "").title().split()), query
        answered += bool(found)
    return answered


@pytest.mark.usefixtures("blog_with_secrets")
def test_anything_is_answered_with_readable_posts(client):
    assert ask(client, 60) > 15


@pytest.mark.long
@pytest.mark.usefixtures("blog_with_secrets")
def test_very_many_queries_are_answered_with_readable_posts(client):
    assert ask(client, 50_000) > 15_000
