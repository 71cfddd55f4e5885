"""Names are listed from A to Z, whether they begin with a small or a capital letter."""

from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.urls import reverse

from blog.models import Author, BlogIndexPage, Series, Tag, Topic
from tests.factories import AuthorFactory, PostPageFactory, SeriesFactory, TopicFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database("sqlite", "postgresql")]

NAMES = ["Zebra", "apple", "Mango", "émile", "banana"]
IN_ORDER = ["apple", "banana", "Mango", "Zebra", "émile"]
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def names_once(module_site):
    blog = BlogIndexPage.objects.get()
    PostPageFactory(parent=blog, slug="all", tags=NAMES)
    for name in NAMES:
        author, topic, series = AuthorFactory(name=name), TopicFactory(name=name), SeriesFactory(title=name)
        PostPageFactory(parent=blog, authors=[author], topic=topic, series=series)


@pytest.fixture
def names(db, names_once):
    """An author, a topic, a series and a tag of each name."""


@pytest.mark.parametrize("folder", ["tags", "topics", "authors", "series"])
def test_list_is_in_order(client, names, folder):
    page = BeautifulSoup(client.get(f"/blog/{folder}/").content, "html.parser")

    assert [link.get_text(strip=True) for link in page.select(".index-list__name")] == IN_ORDER


def test_tags_of_a_post_are_in_order_on_its_page_in_the_feed_and_in_its_file(client, names):
    page = BeautifulSoup(client.get("/blog/all/").content, "html.parser")
    feed = ET.fromstring(client.get("/blog/feed/").content)
    file = client.get("/blog/all.md").text

    assert [link.get_text() for link in page.select("a[rel=tag]")] == IN_ORDER
    assert [tag.get("term") for tag in feed.iter(f"{ATOM}category")] == IN_ORDER
    assert "tags:\n" + "".join(f"- {name}\n" for name in IN_ORDER) in file


@pytest.mark.parametrize("model", [Tag, Topic, Author, Series])
def test_list_of_the_admin_is_in_order_both_ways(client, names, model):
    client.force_login(User.objects.create_superuser("owner"))
    url = reverse(model.snippet_viewset.get_url_name("list"))
    by = model.snippet_viewset.titled_by

    def listed(**query):
        return [str(item) for item in client.get(url, query).context["object_list"]]

    # A database sorts letters outside ASCII in its own way.
    in_order = [name for name in IN_ORDER if name.isascii()]
    for query, wanted in (({}, in_order), ({"ordering": by}, in_order), ({"ordering": f"-{by}"}, in_order[::-1])):
        assert [name for name in listed(**query) if name.isascii()] == wanted
    assert [str(item) for item in model.objects.all() if str(item).isascii()] == in_order
