"""What readers may not see decides nothing of what they find."""

import pytest

from blog.models import PublicPost
from search.query.finder import find_newest, find_posts
from tests.factories import PostPageFactory, expire, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(blog):
    def add(title, words, **kwargs):
        return PostPageFactory(parent=blog, title=title, body=text(f"<p>{words}</p>"), **kwargs)

    return add


@pytest.fixture
def found(blog):
    def ask(typed, way=find_posts):
        titles = dict(PublicPost.objects.values_list("pk", "title"))
        return sorted(titles[pk] for pk in way(typed, [blog.pk]))

    return ask


@pytest.fixture(params=["draft", "expired"])
def hide(request, post):
    def add(words):
        if request.param == "draft":
            post("Hidden", words, live=False)
        else:
            expire(post("Hidden", words))

    return add


def test_name_in_a_hidden_post_is_no_name_to_readers(post, found, hide):
    post("Open", "the falcon of our project")
    hide("project-falcon")

    assert found("project-falcon") == ["Open"]


def test_word_in_a_hidden_post_is_not_asked_of_others_by_date(post, found, hide):
    post("Both", "zebra horse")
    post("One", "zebra")
    hide("layoffs")

    assert found("zebra horse layoffs", find_newest) == ["Both"]


def test_as_many_are_found_with_a_word_of_a_hidden_post_as_without(post, found, hide, monkeypatch):
    monkeypatch.setattr("search.query.plan.MIN_CANDIDATES", 1)
    monkeypatch.setattr("search.query.plan.MAX_RARE_POSTS", 2)
    for number in range(4):
        post(f"Zebra {number}", "zebra")
    before = found("zebra layoffs")
    hide("layoffs layoffs")

    assert found("zebra layoffs") == before


@pytest.mark.parametrize("more", ["tag:sea", "-horse"])
def test_name_is_one_among_the_posts_that_the_query_leaves(post, found, more):
    post("Name", "std::vec horse")
    post("Words", "vec and std", tags=["sea"])

    assert found(f"std::vec {more}") == ["Words"]
