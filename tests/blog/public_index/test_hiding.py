"""What readers may see: the same posts in every public way in, and nothing else."""

import re
from datetime import timedelta
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from wagtail.models import Page, Site

from blog.models import BlogIndexPage, PublicCount
from blog.public_index.sync import remove_hidden
from tests.factories import (
    AuthorFactory,
    BlogIndexPageFactory,
    HomePageFactory,
    PostPageFactory,
    SeriesFactory,
    TopicFactory,
    expire,
    make_site,
    restrict,
    text,
)

pytestmark = pytest.mark.django_db

LOCATION = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
SHOWN = {"Plain", "Changed", "Escaped"}
HIDDEN = {"Draft", "Scheduled", "Expired", "Withdrawn", "Members", "Buried", "Captured", "Locked"}


@pytest.fixture(scope="module")
def posts_once(module_db):
    """One post of each kind, all about the same topic, by the same author, with the same tag."""
    _site, home, blog = make_site()
    members = BlogIndexPageFactory(parent=home, title="Members blog", slug="members")
    restrict(members)
    drafted = BlogIndexPageFactory(parent=home, title="Draft blog", slug="drafted")
    shared = {"topic": TopicFactory(name="Ships"), "series": SeriesFactory(title="Voyage"), "tags": ["sea"]}
    shared["authors"] = [AuthorFactory(name="Ada")]

    def post(title, *, parent=blog, **kwargs):
        body = text(f"<p>Words about harbour {title}</p>")
        return PostPageFactory(parent=parent, title=title, slug=title.lower(), body=body, **shared, **kwargs)

    post("Plain")
    changed = post("Changed")
    changed.title = "Unpublished words"
    changed.save_revision()
    post("Draft", live=False)
    scheduled = post("Scheduled", live=False)
    scheduled.go_live_at = timezone.now() + timedelta(days=1)
    scheduled.save_revision().publish()
    expire(post("Expired"))
    post("Withdrawn").unpublish()
    post("Members", parent=members)
    post("Buried", parent=drafted)
    drafted.unpublish()
    post("Escaped", parent=members).move(blog, pos="last-child")
    post("Captured").move(members, pos="last-child")
    restrict(post("Locked"))


@pytest.fixture
def world(posts_once):
    return BlogIndexPage.objects.get(slug="blog")


def titles_in(response):
    """The known titles that stand anywhere in an answer, drafts' new titles included."""
    words = set(re.findall(r"\w+", response.content.decode()))
    return {title for title in SHOWN | HIDDEN | {"Unpublished"} if title in words}


def paths_in(sitemap):
    return {urlsplit(element.text).path for element in ET.fromstring(sitemap.content).iter(LOCATION)}


def path_of(month=None):
    now = timezone.now()
    return f"/blog/archive/{now.year}/" + (f"{now.month}/" if month else "")


DRAFT_SECTION = ["/drafted/", "/drafted/buried/", "/drafted/feed/"]
WAYS_IN = [
    "/",
    "/blog/",
    path_of(),
    path_of(month=True),
    "/blog/topics/ships/",
    "/blog/tags/sea/",
    "/blog/authors/ada/",
    "/blog/series/voyage/",
    "/blog/feed/",
    "/search/?q=harbour",
    '/search/?q="about harbour" -zebra',
    "/search/?q=tag:sea",
    "/search/?q=harbour&sort=date",
    "/search/feed/?q=harbour",
    "/search/?q=topic:ships author:ada series:voyage -zebra",
    "/search/?q=plain changed draft scheduled expired withdrawn members buried escaped captured in:title",
]


def test_every_way_in_shows_only_what_readers_may_see(client, world, subtests):
    for address in WAYS_IN:
        with subtests.test(address):
            assert titles_in(client.get(address)) == SHOWN


def test_sitemap_names_only_what_readers_may_see(client, world):
    assert paths_in(client.get("/sitemap-posts.xml")) == {"/blog/plain/", "/blog/changed/", "/blog/escaped/"}


def test_sitemap_of_pages_names_no_closed_section(client, world):
    assert paths_in(client.get("/sitemap-pages.xml")) == {"/", "/blog/"}


def test_readable_post_is_served_as_published(client, world, subtests):
    for slug in ("plain", "changed", "escaped"):
        with subtests.test(slug):
            response = client.get(f"/blog/{slug}/")
            assert BeautifulSoup(response.content, "html.parser").h1.text.strip() == slug.capitalize()
            assert "Unpublished words" not in response.content.decode()


def test_hidden_post_is_not_found(client, world, subtests):
    slugs = ("draft", "scheduled", "expired", "withdrawn", "members")
    for address in [f"/blog/{slug}/" for slug in slugs] + DRAFT_SECTION + ["/members/plain/"]:
        with subtests.test(address):
            assert client.get(address).status_code == 404


def test_markdown_of_a_readable_post_is_as_published(client, world, subtests):
    for slug in ("plain", "changed", "escaped"):
        with subtests.test(slug):
            content = client.get(f"/blog/{slug}.md").content.decode()
            assert f"title: {slug.capitalize()}\n" in content
            assert content.endswith(f"\n\nWords about harbour {slug.capitalize()}\n")


def test_markdown_of_a_hidden_post_is_not_found(client, world, subtests):
    slugs = ("draft", "scheduled", "expired", "withdrawn", "members", "captured")
    lists = ["/blog.md", "/blog/archive.md", "/blog/topics/ships.md", "/index.md"]
    for address in [f"/blog/{slug}.md" for slug in slugs] + ["/drafted/buried.md", "/members/plain.md", *lists]:
        with subtests.test(address):
            response = client.get(address)
            assert response.status_code == 404
            assert "text/markdown" not in response["Content-Type"]


def test_member_reads_the_markdown_of_a_restricted_post_that_no_cache_keeps(client, world, django_user_model):
    client.force_login(django_user_model.objects.create_user("member"))

    response = client.get("/members/members.md")

    assert "title: Members\n" in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    assert "ETag" not in response


def test_restricted_section_asks_for_a_login_and_is_not_stored(client, world, subtests):
    addresses = ["/members/members/", "/members/captured/", "/members/", "/members/feed/"]
    for address in [*addresses, "/members/members.md", "/members/captured.md"]:
        with subtests.test(address):
            response = client.get(address)
            assert response.status_code == 302
            assert "no-store" in response["Cache-Control"]
            assert "private" in response["Cache-Control"]


def test_old_address_of_a_post_moved_into_a_restricted_section_leads_to_the_login(client, world):
    response = client.get("/blog/captured/", follow=True)

    assert response.redirect_chain[-1][0].startswith("/_util/login/")


def test_member_reads_a_restricted_post_that_no_cache_keeps(client, world, django_user_model):
    client.force_login(django_user_model.objects.create_user("member"))

    response = client.get("/members/members/")

    assert BeautifulSoup(response.content, "html.parser").h1.text.strip() == "Members"
    assert "no-store" in response["Cache-Control"]


def test_post_names_only_readable_posts_around_it(client, world):
    assert titles_in(client.get("/blog/plain/")) == SHOWN


def test_counts_count_only_readable_posts(world):
    # Whose time is over counts until the worker's next round, half a minute at most.
    assert remove_hidden() == 1
    counts = dict(PublicCount.objects.filter(blog=world).values_list("kind", "posts"))

    assert counts == dict.fromkeys(["blog", "month", "topic", "series", "tag", "author"], 3)


def test_topic_of_hidden_posts_only_is_not_listed(client, world):
    PostPageFactory(parent=world, title="Secret", live=False, topic=TopicFactory(name="Secret plans"))

    assert "Secret plans" not in client.get("/blog/topics/").content.decode()
    assert client.get("/blog/topics/secret-plans/").status_code == 404


def test_sitemaps_of_each_site_name_its_own_pages(client, world):
    other_home = HomePageFactory(parent=Page.objects.get(depth=1), title="Other home", slug="other-home")
    Site.objects.create(hostname="other.example", port=8000, root_page=other_home)
    other_blog = BlogIndexPageFactory(parent=other_home, title="Notes", slug="notes")
    PostPageFactory(parent=other_blog, slug="ships")

    def named(section, host):
        sitemap = client.get(f"/sitemap-{section}.xml", headers={"host": host})
        return {element.text for element in ET.fromstring(sitemap.content).iter(LOCATION)}

    here, there = "http://testserver", "http://other.example:8000"
    assert named("posts", "testserver") == {f"{here}/blog/{slug}/" for slug in ("plain", "changed", "escaped")}
    assert named("pages", "testserver") == {f"{here}/", f"{here}/blog/"}
    assert named("posts", "other.example:8000") == {f"{there}/notes/ships/"}
    assert named("pages", "other.example:8000") == {f"{there}/", f"{there}/notes/"}
