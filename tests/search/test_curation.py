"""Words that mean the same and posts that come first, as editors keep them in the admin."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.urls import reverse

from blog.models import PublicPost
from blog.review.roles.groups import make_groups
from search.models import PromotedPost, Synonyms
from search.query.curation import Curation
from search.query.finder import find_posts
from search.query.promotions import promoted_posts
from search.query.synonyms import synonyms_of
from tests.factories import PostPageFactory, expire, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(blog):
    def add(title, words="", **kwargs):
        return PostPageFactory(parent=blog, title=title, body=text(f"<p>{words}</p>"), **kwargs)

    return add


@pytest.fixture
def found(blog):
    def ask(typed):
        titles = dict(PublicPost.objects.values_list("pk", "title"))
        return [titles[pk] for pk in find_posts(typed, [blog.pk])]

    return ask


@pytest.fixture
def shown(client):
    """What the results page shows, as (title, whether it is marked as chosen)."""

    def ask(typed, **parameters):
        html = BeautifulSoup(client.get("/search/", {"q": typed, **parameters}).content, "html.parser")
        return [(result.h2.text.strip(), "Editors’ choice" in result.text) for result in html.select("article.result")]

    return ask


@pytest.fixture
def editor(client, site):
    make_groups()
    user = User.objects.create_user("ed")
    user.groups.add(Group.objects.get(name="Editors"))
    client.force_login(user)
    return client


def test_word_finds_what_means_the_same_below_what_has_it(post, found):
    Synonyms.objects.create(words="CI, continuous integration, builds")
    post("Both ways", "continuous integration")
    post("Typed", "ci")
    post("Apart", "integration is continuous")
    post("Third", "the build")

    assert found("ci")[0] == "Typed"
    assert set(found("ci")) == {"Typed", "Both ways", "Third"}
    assert found("continuous integration")[0] == "Both ways"
    assert set(found("integrations continuous")) == {"Both ways", "Apart"}
    assert set(found("build")) == {"Typed", "Both ways", "Third"}


def test_what_is_asked_for_as_typed_is_found_as_typed(post, found):
    Synonyms.objects.create(words="js, javascript")
    post("Short", "js")
    post("Javascript", "long")

    assert found('"js are"') == []
    assert found("js -javascript") == ["Short"]
    assert found("js in:title") == ["Javascript"]
    assert found("js tag:none") == []


def test_rare_meaning_does_not_hide_the_posts_with_the_word(post, found, monkeypatch):
    Synonyms.objects.create(words="harbour, haven")
    for number in range(3):
        post(f"Harbour {number}")
    post("Haven")
    monkeypatch.setattr("search.query.plan.MIN_CANDIDATES", 1)
    monkeypatch.setattr("search.query.plan.MAX_RARE_POSTS", 2)

    assert set(found("harbour")) == {"Harbour 0", "Harbour 1", "Harbour 2", "Haven"}


def test_chosen_post_comes_first_and_is_marked(post, shown):
    chosen = post("Where to begin")
    post("Install", "install guides")
    PromotedPost.objects.create(post=chosen, queries="install guide\nbegin")

    assert shown("Guides install") == [("Where to begin", True), ("Install", False)]
    assert shown("begin") == [("Where to begin", True)]
    for other in ("install", "install guide now", '"install guide"', "install guide -words", "guide install tag:none"):
        assert ("Where to begin", True) not in shown(other)


def test_chosen_post_is_never_shown_to_whom_may_not_read_it(post, shown):
    post("Open", "guide")
    for hidden in (post("Draft", live=False), expire(post("Past"))):
        PromotedPost.objects.create(post=hidden, queries="guide")

    assert shown("guide") == [("Open", False)]


def test_what_means_the_same_is_marked_as_well(post, client):
    Synonyms.objects.create(words="CI, continuous integration, builds")
    post("Ours", "We have continuous integration and much that is continuous.")

    html = BeautifulSoup(client.get("/search/", {"q": "ci"}).content, "html.parser")

    assert [mark.text for mark in html.select("mark")] == ["continuous integration"]


def test_search_costs_one_question_more(blog, post, django_assert_num_queries):
    page = post("Harbour")
    for number in range(20):
        Synonyms.objects.create(words=f"harbour{number}, haven{number}")
        PromotedPost.objects.create(post=page, queries=f"harbour{number}")

    with django_assert_num_queries(1):
        curation = Curation()
        assert synonyms_of(["harbour3"], curation.synonym_groups, "english") != {}
        assert promoted_posts("harbour", [blog.pk], curation) == []


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("boat", "Enter at least two words"),
        ("boat, ,", "Enter at least two words"),
        ("boat, boats", "The search already treats “boat” and “boats” as the same."),
        ("boat, 🙂", "“🙂” is not a word"),
        ("ship, Harbours", "“Harbours” is already in “harbour, haven”."),
        (", ".join(f"word{number}" for number in range(13)), "Enter at most 12 words."),
    ],
)
def test_words_are_refused_in_words(editor, words, refusal):
    Synonyms.objects.create(words="harbour, haven")

    response = editor.post(reverse("synonyms:add"), {"words": words})

    assert refusal in response.content.decode()
    assert Synonyms.objects.count() == 1


@pytest.mark.parametrize("queries", ['"red boat"', "tag:sea boat", "boat -sail", "in:title boat", "🙂"])
def test_searches_of_a_chosen_post_are_plain_words(editor, post, queries):
    response = editor.post(reverse("promoted:add"), {"queries": f"boat\n{queries}", "post": post("Boat").pk})

    assert "in plain words" in response.content.decode()
    assert not PromotedPost.objects.exists()


def test_editor_keeps_both_from_the_menu(editor, post):
    page = post("Boat")

    editor.post(reverse("synonyms:add"), {"words": " CI ,continuous  integration, CI"})
    editor.post(reverse("promoted:add"), {"queries": "red  boat\n\nred boat\nship", "post": page.pk})

    assert [group.words for group in Synonyms.objects.all()] == ["CI, continuous integration"]
    assert [choice.queries for choice in PromotedPost.objects.all()] == ["red boat\nship"]
    assert "red boat · ship" in editor.get(reverse("promoted:index")).content.decode()
    for address in ("/admin/synonyms/", "/admin/promoted/"):
        assert address in editor.get("/admin/").content.decode()


def test_form_begins_with_what_the_report_found(editor, site):
    words = BeautifulSoup(editor.get(reverse("synonyms:add"), {"words": "js, "}).content, "html.parser")
    queries = BeautifulSoup(editor.get(reverse("promoted:add"), {"queries": "<b>\0"}).content, "html.parser")

    assert words.find("input", {"name": "words"})["value"] == "js, "
    assert queries.find("textarea", {"name": "queries"}).text.strip() == "<b>"


@pytest.mark.database("sqlite")
def test_authors_and_reviewers_keep_neither(site, client, subtests):
    make_groups()
    for role in ("Authors", "Reviewers"):
        user = User.objects.create_user(role)
        user.groups.add(Group.objects.get(name=role))
        client.force_login(user)
        with subtests.test(role):
            for name in ("synonyms:index", "synonyms:add", "promoted:index", "promoted:add"):
                assert client.get(reverse(name)).status_code == 302
            assert "/admin/synonyms/" not in client.get("/admin/").content.decode()


def test_what_is_quoted_means_itself_and_small_words_mean_nothing(post, found, client):
    Synonyms.objects.create(words="horse, pony")
    Synonyms.objects.create(words="how to, guide")
    post("Pony", "zebra pony")
    post("Delete", "How to delete, a guide.")

    assert found('"horse"') == []
    assert found("horse") == ["Pony"]
    html = BeautifulSoup(client.get("/search/", {"q": "how to delete"}).content, "html.parser")
    assert {mark.text.lower() for mark in html.select("mark")} == {"delete"}
