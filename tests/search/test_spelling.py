"""Mistyped words are led to those of readers' posts, and to nothing else."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search.models import ShortenedWord, SpelledWord
from search.suggest.spelling import did_you_mean, is_one_edit
from search.suggest.vocabulary import VocabularyUpdater, update_vocabulary
from tests.factories import AuthorFactory, BlogIndexPageFactory, PostPageFactory, expire, restrict, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(blog):
    def add(title, words="", **kwargs):
        return PostPageFactory(parent=blog, title=title, body=text(f"<p>{words}</p>"), **kwargs)

    return add


def words_kept():
    return set(SpelledWord.objects.values_list("word", flat=True))


@pytest.mark.parametrize(
    ("typed", "word", "is_near"),
    [
        ("habour", "harbour", True),
        ("harrbour", "harbour", True),
        ("harbuor", "harbour", True),
        ("harbpur", "harbour", True),
        ("arbour", "harbour", True),
        ("harbou", "harbour", True),
        ("harbour", "harbour", True),
        ("habuor", "harbour", False),
        ("ruobrah", "harbour", False),
        ("harbrou", "harbour", False),
    ],
)
def test_slip_is_one_letter_or_two_exchanged(typed, word, is_near):
    assert is_one_edit(typed, word) is is_near


@pytest.mark.parametrize(
    ("typed", "better"),
    [
        ("habour", "harbour"),
        ("HARBUOR lights", "harbour lights"),
        ('"the harbor light" -sail', '"the harbour light" -sail'),
        ("tag:sea harbpur in:title", "tag:sea harbour in:title"),
        ("naife", "naïve"),
        ("lovelase", "lovelace"),
        ("(harbpur) habour's", "(harbour) harbour's"),
    ],
)
def test_word_of_no_post_becomes_the_nearest_of_one(post, typed, better):
    post("The harbour light", "A naïve view", tags=["sea"], authors=[AuthorFactory(name="Ada Lovelace")])
    update_vocabulary()

    assert did_you_mean(typed) == better


@pytest.mark.parametrize(
    "typed", ["harbours", "harbour", "-habour", "tag:habour", "zzzzzz", "", "12345", "日本", "tag:none habour"]
)
def test_nothing_is_offered_where_nothing_is_mistyped_or_nothing_would_be_found(post, typed):
    post("The harbour light")
    update_vocabulary()

    assert did_you_mean(typed) is None


def test_word_in_most_posts_is_meant_and_a_lost_letter_is_likelier_than_a_wrong_one(post):
    post("Boat", "cart")
    post("Boats again", "boat card")
    post("Third", "card")
    update_vocabulary()

    assert did_you_mean("boaz") == "boat"
    assert did_you_mean("carx") == "card"
    assert did_you_mean("crat") == "cart"


def test_words_that_readers_may_not_see_are_never_offered(site, post):
    _site, home, _blog = site
    members = BlogIndexPageFactory(parent=home, title="Members", slug="members")
    restrict(members)
    post("Open", "plain words")
    post("Draft", "sphinx", live=False)
    expire(post("Past", "gryphon"))
    PostPageFactory(parent=members, title="Closed", body=text("<p>chimera</p>"))
    withdrawn = post("Withdrawn", "unicorn")
    update_vocabulary()
    assert not words_kept() & {"sphinx", "gryphon", "chimera"}

    withdrawn.unpublish()

    for typed in ("sphynx", "grypohn", "chimaera", "unicron"):
        assert did_you_mean(typed) is None


def test_another_site_has_other_words(blog, post):
    post("Harbour")
    update_vocabulary()

    assert did_you_mean("habour", blog_ids=[blog.pk]) == "harbour"
    assert did_you_mean("habour", blog_ids=[]) is None


def test_vocabulary_follows_the_posts_and_writes_what_changed(post):
    page = post("Harbour", "boats")
    post("Other", "boats")
    update_vocabulary()
    assert words_kept() == {"harbour", "boats", "other"}
    assert update_vocabulary() == 0

    page.title = "Lighthouse"
    page.save_revision().publish()

    assert update_vocabulary() == 2
    assert words_kept() == {"lighthouse", "boats", "other"}
    assert set(ShortenedWord.objects.values_list("word", flat=True)) == words_kept()


def test_worker_counts_words_when_readers_see_something_else(post):
    updater = VocabularyUpdater()
    page = post("Harbour")
    updater.update_vocabulary_if_changed()
    assert words_kept() == {"harbour"}
    updater._next_update = 0
    SpelledWord.objects.all().delete()

    updater.update_vocabulary_if_changed()
    assert words_kept() == set()

    page.unpublish()
    post("Lighthouse")
    updater.update_vocabulary_if_changed()
    assert words_kept() == {"lighthouse"}


def test_saving_a_post_does_nothing_for_the_vocabulary(post):
    page = post("Harbour")
    page.title = "Lighthouse"

    with CaptureQueriesContext(connection) as queries:
        page.save_revision().publish()

    assert [query["sql"] for query in queries if "edword" in query["sql"]] == []


def test_look_up_costs_the_same_few_questions_however_much_is_typed(post, django_assert_max_num_queries):
    post("Harbour lights of the northern islands")
    update_vocabulary()

    with django_assert_max_num_queries(6):
        assert did_you_mean("habour") == "harbour"
    with django_assert_max_num_queries(2 + 2 * 8):
        did_you_mean("habour lihgts nothern islnads " * 300)


def test_page_without_results_offers_the_better_query(client, post):
    post("Harbour & lights")
    update_vocabulary()

    html = BeautifulSoup(client.get("/search/", {"q": 'habour "&"'}).content, "html.parser")

    [link] = [link for link in html.main.find_all("a") if link.text == 'harbour "&"']
    found = BeautifulSoup(client.get(f"/search/{link['href']}").content, "html.parser").select(".result h2")
    assert [title.text for title in found] == ["Harbour & lights"]


def test_beginning_of_a_name_becomes_the_name(post):
    post("PostgreSQL locks", "postgresql")
    post("Postman")
    update_vocabulary()

    assert did_you_mean("postgres lock") == "postgresql lock"
