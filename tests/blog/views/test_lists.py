import re
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from wagtail.models import Site

from blog.models import BlogSettings
from tests.factories import AuthorFactory, PostPageFactory, SeriesFactory, TopicFactory

pytestmark = pytest.mark.django_db

# What somebody may type after a question mark.
ODD_PAGES = ["0", "-1", "3", "1e9", "99999999999999999999", "٣x", "%00", "a" * 20_000, "1 OR 1=1", "[]"]


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def post_links(client, address):
    """The addresses of posts in the main part of a page, each once, in order."""
    links = [link["href"] for link in soup(client.get(address)).main.find_all("a", href=True)]
    return list(dict.fromkeys(link for link in links if link.startswith("/blog/post-")))


def add_posts(blog, number, **kwargs):
    return [
        PostPageFactory(
            parent=blog, title=f"Post {place}", published_on=datetime(2026, 1, 1, place, tzinfo=UTC), **kwargs
        )
        for place in range(number)
    ]


def test_list_goes_on_on_the_second_page(client, blog):
    add_posts(blog, 22)

    assert post_links(client, "/blog/") == [f"/blog/post-{place}/" for place in range(21, 1, -1)]
    assert post_links(client, "/blog/?page=2") == ["/blog/post-1/", "/blog/post-0/"]


def test_page_that_no_list_has_is_not_found(client, blog, subtests):
    add_posts(blog, 22, tags=["sea"])

    for page in ODD_PAGES:
        with subtests.test(page[:20]):
            assert client.get(f"/blog/?page={page}").status_code == 404
            assert client.get(f"/blog/tags/sea/?page={page}").status_code == 404


def test_first_page_of_an_empty_blog_is_a_page(client, blog):
    response = client.get("/blog/")

    assert response.status_code == 200
    assert soup(response).h1.text.strip() == "Blog"


def test_archive_counts_posts_by_year_and_month(client, blog):
    for month in (1, 1, 3):
        PostPageFactory(parent=blog, published_on=datetime(2025, month, 5, tzinfo=UTC))
    PostPageFactory(parent=blog, published_on=datetime(2026, 2, 5, tzinfo=UTC))

    years = client.get("/blog/archive/").context_data["years"]

    counted = [(year.year, year.posts, [(month.month.month, month.posts) for month in year.months]) for year in years]
    assert counted == [(2026, 1, [(2, 1)]), (2025, 3, [(3, 1), (1, 2)])]


@pytest.mark.parametrize(
    "address", ["2025/13/", "2025/0/", "0/", "0/1/", "9999/", "99999/", "2024/", "2025/2/", "2025/1/1/"]
)
def test_impossible_or_empty_date_is_not_found(client, blog, address):
    PostPageFactory(parent=blog, published_on=datetime(2025, 1, 5, tzinfo=UTC))

    assert client.get(f"/blog/archive/{address}").status_code == 404


def test_month_leads_to_the_months_beside_it(client, blog):
    for month in (1, 3, 6):
        PostPageFactory(parent=blog, published_on=datetime(2025, month, 5, tzinfo=UTC))

    context = client.get("/blog/archive/2025/3/").context_data

    assert context["previous_month"]["url"] == "/blog/archive/2025/01/"
    assert context["next_month"]["url"] == "/blog/archive/2025/06/"


def test_list_of_a_subject_holds_its_posts_only(client, blog, subtests):
    subject = {"topic": TopicFactory(name="Ships"), "series": SeriesFactory(title="Voyage")}
    add_posts(blog, 2, tags=["sea"], authors=[AuthorFactory(name="Ada")], **subject)
    PostPageFactory(parent=blog, title="Post other", tags=["land"])

    for address in ("topics/ships/", "tags/sea/", "authors/ada/", "series/voyage/"):
        with subtests.test(address):
            assert set(post_links(client, f"/blog/{address}")) == {"/blog/post-0/", "/blog/post-1/"}


def test_series_is_read_in_the_order_of_its_places(client, blog):
    series = SeriesFactory(title="Voyage")
    for title, place in (("Post c", 3), ("Post a", 1), ("Post b", 2)):
        PostPageFactory(parent=blog, title=title, series=series, series_place=place)

    assert post_links(client, "/blog/series/voyage/") == ["/blog/post-a/", "/blog/post-b/", "/blog/post-c/"]
    found = client.get("/blog/post-b/").context_data["series"]
    assert (found["place"], found["total"]) == (2, 3)
    assert (found["previous"].title, found["next"].title) == ("Post a", "Post c")


def test_post_leads_to_its_neighbours_in_time(client, blog):
    add_posts(blog, 3)

    context = client.get("/blog/post-1/").context_data

    assert (context["older"].title, context["newer"].title) == ("Post 0", "Post 2")


def test_posts_sharing_most_tags_are_related(client, blog):
    PostPageFactory(parent=blog, title="Post none", tags=["land"])
    PostPageFactory(parent=blog, title="Post two", tags=["sea", "ship"])
    PostPageFactory(parent=blog, title="Post one", tags=["sea"])
    PostPageFactory(parent=blog, title="Post this", tags=["sea", "ship"])

    related = client.get("/blog/post-this/").context_data["related"]

    assert [post.title for post in related] == ["Post two", "Post one"]


def test_unknown_subject_is_not_found(client, blog, subtests):
    for folder in ("topics", "tags", "authors", "series"):
        with subtests.test(folder):
            assert client.get(f"/blog/{folder}/nothing/").status_code == 404


def test_unicode_slug_is_an_address(client, blog):
    topic = TopicFactory(name="日本")
    PostPageFactory(parent=blog, title="Post", slug="čekání", topic=topic)

    assert client.get("/blog/čekání/").status_code == 200
    assert client.get(f"/blog/topics/{topic.slug}/").status_code == 200


@pytest.mark.parametrize("address", ["/", "/blog/", "/blog/old/", "/blog/archive/2025/", "/search/?q=old"])
def test_dates_for_machines_are_whole_and_have_a_colon_in_their_offset(client, blog, address):
    BlogSettings.objects.update_or_create(site=Site.objects.get(), defaults={"time_zone": "Europe/Berlin"})
    moment = datetime(2025, 5, 4, 22, 30, 15, 123456, tzinfo=UTC)
    post = PostPageFactory(parent=blog, title="Old", slug="old", published_on=moment)
    post.save_revision().publish()

    page = soup(client.get(address))

    metas = page.select("meta[property='article:published_time'], meta[property='article:modified_time']")
    dates = [time["datetime"] for time in page.select("time")] + [meta["content"] for meta in metas]
    assert "2025-05-04T22:30:15+00:00" in dates
    for date in dates:
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", date)
    assert len(metas) == (2 if address == "/blog/old/" else 0)
    # Readers see the day in the blog's zone.
    assert "5 May 2025" in page.get_text()
