"""Which posts answer which words, in which order, and that the index follows the posts."""

from hashlib import blake2b

import pytest
from bs4 import BeautifulSoup
from django.test import override_settings

from blog.models import PostAuthor, PublicPost
from search.models import IndexDamage, SearchedPost
from search.query.finder import find_posts
from tests.factories import AuthorFactory, PostPageFactory, SeriesFactory, TopicFactory, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(blog):
    def add(title, words="", **kwargs):
        return PostPageFactory(parent=blog, title=title, body=text(f"<p>{words}</p>"), **kwargs)

    return add


@pytest.fixture
def found(blog):
    """The titles of the posts that answer, best first."""

    def ask(typed):
        titles = dict(PublicPost.objects.values_list("pk", "title"))
        return [titles[pk] for pk in find_posts(typed, [blog.pk])]

    return ask


def test_post_with_both_words_comes_before_posts_with_one(post, found):
    post("One", "a red house")
    post("Both", "a red boat")
    post("Other", "a blue boat")

    assert found("red boat")[0] == "Both"
    assert set(found("red boat")) == {"Both", "One", "Other"}


def test_title_counts_more_than_text(post, found):
    post("Elsewhere", "harbour harbour")
    post("Harbour", "words")
    post("Between", "a harbour")

    assert found("harbour")[0] == "Harbour"


def test_words_side_by_side_come_before_the_same_words_apart(post, found):
    post("Apart", "open doors and old source of light")
    post("Together", "open source doors and old light of")

    assert found("open source") == ["Together", "Apart"]


def test_words_of_which_questions_are_made_lead_nowhere(post, found):
    post("Why we print it", "Why is it so? It is.")
    post("Queues", "The build is slow when queues are long.")

    assert found("why is the build slow") == ["Queues"]
    assert found("Why is it?")[0] == "Why we print it"
    assert found('"why we" print') == ["Why we print it"]


@override_settings(SEARCH_LANGUAGE="german")
def test_small_words_of_another_language_are_words(post, found):
    post("Who", "Who was here?")

    assert found("who slow") == ["Who"]


def test_posts_that_nobody_ranks_are_found_all_the_same(post, found, monkeypatch):
    for bound, most in {
        "query.plan.MAX_RARE_POSTS": 1,
        "query.plan.MIN_CANDIDATES": 1,
        "query.finder.MAX_RANKED_POSTS": 2,
    }.items():
        monkeypatch.setattr(f"search.{bound}", most)
    titled = [post(f"Harbour {number}") for number in range(3)]
    post("Elsewhere", "harbour")

    assert found("harbour")[:2] == [titled[2].title, titled[1].title]
    assert set(found("harbour")) == {"Elsewhere", *(one.title for one in titled)}


def test_ending_and_accent_do_not_matter(post, found):
    post("Boats", "Naïve readers")

    assert found("boat") == found("naive reading") == ["Boats"]


@pytest.mark.parametrize(
    "name", ["no-unused-vars", "std::vec", "foo_bar()", "C++", "1.55.0", "v1.55", "日本", "語", "日", "שלום"]
)
def test_name_is_found_as_typed(post, found, name):
    post("Right", "About no-unused-vars, std::vec, foo_bar(), C++, 1.55.0, 日本語 and שָׁלוֹם")
    post("Wrong", "No more vars, a vec, bar, C, 1.5, 55, 本 and nothing unused")

    assert found(name) == ["Right"]


def test_phrase_is_found_side_by_side_only(post, found):
    post("Apart", "red and boat")
    post("Together", "the red boats")

    assert found('"red boat"') == ["Together"]


def test_word_can_be_excluded(post, found):
    post("Sail", "boat with sails")
    post("Oar", "boat with oars")

    assert found("boat -sail") == ["Oar"]


@pytest.mark.parametrize("option", ["--fix", "-O2", "-Wall", "-C", "--no-verify"])
def test_post_with_the_option_as_typed_comes_first(post, found, option):
    words = option.lstrip("-").replace("-", " ")
    post("Exact", f"Long after other words, run tool {option}, and see.")
    post(f"Tool {words}", f"tool {words} tool {words}")
    post(f"Tool x{option}", f"tool-{option} {option}-tool")

    assert found(f"tool {option}")[0] == "Exact"


def test_option_made_of_small_words_is_looked_for(post, found):
    post("Copy", "copy")
    post("Both", "copy --from")

    assert found("copy --from")[0] == "Both"


def test_words_can_be_looked_for_in_titles_only(post, found):
    post("Red boats", "words")
    post("Words", "red boats")

    assert found("boat in:title") == found('"red boat" in:title') == ["Red boats"]


def test_names_narrow_and_are_found(post, found):
    ada = AuthorFactory(name="Ada Lovelace")
    post(
        "Named",
        topic=TopicFactory(name="Ships"),
        series=SeriesFactory(title="Voyage"),
        tags=["deep sea"],
        authors=[ada],
    )
    post("Plain", "ships at sea")

    for typed in (
        'tag:"deep sea"',
        "tag:deep-sea",
        "topic:ships",
        "series:Voyage",
        'author:"ada lovelace"',
        "lovelace",
    ):
        assert found(typed) == ["Named"]
    assert found("ships -topic:ships") == ["Plain"]
    assert found("topic:ships -topic:ships") == found("tag:unknown") == []


def test_dates_narrow(post, found):
    for year in (2022, 2023, 2024):
        post(f"Of {year}", "harbour", published_on=f"{year}-06-15T12:00Z")

    assert found("harbour year:2023") == ["Of 2023"]
    assert found("after:2022 before:2024-06-15") == ["Of 2023"]
    assert set(found("harbour after:2022-06-14")) == {"Of 2022", "Of 2023", "Of 2024"}


def test_index_follows_the_post(post, found):
    page = post("Harbour", "words")
    page.title = "Lighthouse"
    page.tags.add("signal")
    page.post_authors = [PostAuthor(author=AuthorFactory(name="Grace"))]
    page.save_revision().publish()

    assert found("harbour") == []
    assert found("lighthouse") == found("signal") == found("grace") == ["Lighthouse"]

    page.delete()

    assert found("lighthouse") == []
    assert not SearchedPost.objects.exists()


def test_draft_of_a_live_post_is_not_found(post, found):
    page = post("Harbour", "words")
    page.title = "Secret"
    page.save_revision()

    assert found("secret") == []
    assert found("harbour") == ["Harbour"]


def test_parts_of_a_post_are_kept_with_their_headings(blog):
    body = text("<p>Before.</p><h2>The <b>tide</b> &amp; we</h2><p>One<br/>two.</p><h3>Main</h3><p>Three</p>")
    page = PostPageFactory(
        parent=blog, title="Parts", body=[*body, {"type": "code", "value": {"code": "x = <y>", "language": "python"}}]
    )

    kept = SearchedPost.objects.get(post=page).passages

    assert kept[:2] == [["", "", "Before."], ["The tide & we", "the-tide-we", "One two."]]
    assert kept[2][:2] == ["Main", "main-2"]
    assert kept[2][2].split()[:4] == ["Three", "x", "=", "<y>"]


@pytest.mark.parametrize("order", [("C", "C++", "C#"), ("C++", "C#", "C")])
def test_names_that_differ_in_signs_are_told_apart(post, found, client, order):
    for name in order:
        post(f"On {name}", "harbour", tags=[name])

    for name in order:
        assert found(f"tag:{name}") == [f"On {name}"]
        links = BeautifulSoup(client.get("/search/", {"q": "harbour"}).content, "html.parser")
        offered = links.select_one(".facets--column").find("a", string=name)["href"]
        page = BeautifulSoup(client.get(offered).content, "html.parser")
        assert [title.text for title in page.select(".result h2")] == [f"On {name}"]


def test_author_is_found_by_part_of_a_name(post, found):
    post("Hers", authors=[AuthorFactory(name="Ada Pell")])
    post("Theirs", authors=[AuthorFactory(name="Adam Pellow")])

    assert found("author:ada") == found("author:pell") == ["Hers"]


def test_what_is_left_out_leaves_the_others(post, found):
    post("Boat")
    post("Sail")

    assert found("-sail") == ["Boat"]


def test_huge_post_of_nothing_but_different_words_is_found_by_its_first(post, found):
    words = " ".join(f"{blake2b(bytes([number % 256, number // 256])).hexdigest()[:40]}" for number in range(30_000))
    post("Hashes", f"harbour {words}")

    assert found("harbour") == ["Hashes"]
    assert not IndexDamage.objects.exists()
