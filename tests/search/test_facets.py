"""How what was found parts, as links that narrow the search."""

import pytest
from bs4 import BeautifulSoup

from search.query import finder
from search.results import views
from search.results.facets import active_filters, add_part
from tests.factories import AuthorFactory, PostPageFactory, TopicFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def harbours(blog):
    ada, bo = AuthorFactory(name="Ada Pell"), AuthorFactory(name="Bo")
    ships = TopicFactory(name="Ships & boats")
    moments = [f"{year}-01-15T12:00Z" for year in (2023, 2024, 2024)]
    PostPageFactory(
        parent=blog, title="Harbour 1", topic=ships, tags=["sea", "all"], authors=[ada], published_on=moments[0]
    )
    PostPageFactory(parent=blog, title="Harbour 2", tags=["sea", "all"], authors=[ada, bo], published_on=moments[1])
    PostPageFactory(parent=blog, title="Harbour 3", tags=["all"], authors=[bo], published_on=moments[2])
    PostPageFactory(parent=blog, title="Harbour draft", tags=["sea"], authors=[bo], live=False)


@pytest.fixture
def page(client, blog):
    def ask(query, **parameters):
        return BeautifulSoup(client.get("/search/", {"q": query, **parameters}).content, "html.parser")

    return ask


def choices(page):
    return {
        kind.h2.text: {item.a.text: int(item.select_one(".count").find(string=True)) for item in kind.find_all("li")}
        for kind in page.select(".facets--column .facets__kind")
    }


def titles(page):
    return {title.text for title in page.select(".result h2")}


def address(page, name):
    return page.select_one(".facets--column").find("a", string=name)["href"]


def test_found_posts_are_counted_by_topic_tag_author_and_year(harbours, page):
    assert choices(page("harbour")) == {
        "Topics": {"Ships & boats": 1},
        "Tags": {"sea": 2},
        "Authors": {"Ada Pell": 2, "Bo": 2},
        "Years": {"2024": 2, "2023": 1},
    }


def test_choice_narrows_the_search_and_can_be_taken_back(harbours, page, client, subtests):
    for name, found in {"Ships & boats": {"1"}, "sea": {"1", "2"}, "Ada Pell": {"1", "2"}, "2024": {"2", "3"}}.items():
        with subtests.test(name):
            address_of_choice = address(page("harbour", sort="date"), name)
            narrowed_page = BeautifulSoup(client.get(address_of_choice).content, "html.parser")

            assert titles(narrowed_page) == {f"Harbour {number}" for number in found}
            assert [link["href"] for link in narrowed_page.select(".chosen a")] == ["/search/?q=harbour&sort=date"]


def test_choice_that_was_made_is_offered_no_more(harbours, page):
    assert "Tags" not in choices(page("harbour tag:sea"))
    assert choices(page("harbour tag:sea author:bo")) == {}


def test_few_choices_of_a_kind_are_offered(blog, page):
    for number in range(9):
        PostPageFactory(parent=blog, title=f"Harbour {number}", tags=[f"tag-{number}"])

    assert len(choices(page("harbour"))["Tags"]) == 6


def test_counts_are_at_least_where_more_may_be_found(harbours, page, monkeypatch):
    for module in (finder, views):
        monkeypatch.setattr(module, "MAX_RESULTS", 2)

    assert {item.text.split()[0] for item in page("harbour").select(".facets--column .count")} == {"1+"}


def test_search_that_finds_nothing_can_be_widened(harbours, page):
    link = page("harbour tag:unknown").select_one(".chosen a")

    assert (link["href"], link.text) == ("/search/?q=harbour", "Remove tag:unknown×")


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("red boat", []),
        ('red tag:sea "a b" -author:"Ada Pell" boat', ["tag:sea", '-author:"Ada Pell"']),
        ("year:2024 before:soon after:2024-05 in:title in:text", ["year:2024", "after:2024-05", "in:title"]),
        ("-tag: -year:2024 title:x", []),
    ],
)
def test_parts_that_narrow_are_known(query, parts):
    assert [part["text"] for part in active_filters(query, is_by_date=False)] == parts


def test_page_lists_what_a_search_leaves_out_with_the_other_reading(harbours, page):
    left_out, other = page("harbour -fix").select(".chosen a")

    assert (left_out["href"], left_out.text) == ("/search/?q=harbour", "Remove without: fix×")
    assert (other["href"], other.text) == ("/search/?q=harbour+%22-fix%22", "search for “-fix” instead")
    assert not page('harbour "-fix"').select(".chosen a")


def test_page_offers_to_leave_out_a_word_that_looks_like_an_option(harbours, page):
    (other,) = page("harbour -Wall").select(".chosen a")

    assert (other["href"], other.text) == ("/search/?q=harbour+-%22Wall%22", "exclude “Wall” instead")
    assert page('harbour -"Wall"').select_one(".chosen__part").text == "Remove without: Wall×"


def test_choice_stays_out_of_a_quotation_without_end():
    assert add_part('"red boat', "tag:sea") == 'tag:sea "red boat'
