"""Whoever keeps a page or a feed is told when it has changed, and pays nothing when it has not."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.http import http_date
from wagtail.models import Page, PageViewRestriction, Site

from blog.models import Author, BlogIndexPage, BlogSettings, PostPage, Tag
from home.models import HomePage, InfoPage, SiteSettings
from tests.factories import AuthorFactory, InfoPageFactory, PostPageFactory, TopicFactory, text
from tests.journeys import content
from tests.matrix import combinations

FEED = "/blog/feed/"
PAGES = [
    *(
        "/",
        "/blog/",
        "/blog/first/",
        "/blog/first.md",
        "/blog/archive/",
        "/blog/topics/",
        "/blog/tags/sea/",
        "/search/",
    ),
    *(
        "/search/?q=first",
        "/search/feed/?q=first",
        FEED,
        "/sitemap.xml",
        "/sitemap-posts.xml",
        "/robots.txt",
        "/about/",
    ),
]


@pytest.fixture(scope="module")
def posts_once(module_site):
    home, blog = HomePage.objects.get(), BlogIndexPage.objects.get()
    about = InfoPageFactory(parent=home, title="About", slug="about")
    second = PostPageFactory(parent=blog, title="Second", slug="second")
    words = f'<p>To <a linktype="page" id="{second.pk}">it</a> and <a linktype="page" id="{about.pk}">us</a></p>'
    PostPageFactory(
        parent=blog, title="First", slug="first", authors=[AuthorFactory(name="Ada")], tags=["sea"],
        topic=TopicFactory(name="Water"), body=[text(words)],
    )  # fmt: skip


@pytest.fixture
def posts(site, posts_once):
    """Two posts, of which the first leads to a page and to the second."""
    first, second = (PostPage.objects.get(slug=slug) for slug in ("first", "second"))
    return first, second, InfoPage.objects.get()


def etag(address=FEED):
    response = Client().get(address)
    assert response.status_code == 200
    return response.get("ETag")


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "method"), combinations(PAGES, ["get", "head"]))
def test_what_has_not_changed_is_not_sent_again(client, posts, address, method):
    client.get(address)
    first = client.get(address)
    weak = f'"other", W/{first["ETag"]}'

    assert "no-cache" in first["Cache-Control"]
    for asked_with in (first["ETag"], weak, "*"):
        again = getattr(client, method)(address, headers={"if-none-match": asked_with})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
        assert again["Cache-Control"] == first["Cache-Control"]
    assert client.get(address, headers={"if-none-match": '"other"'}).content == first.content


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/blog/", "/blog/first/", "/search/?q=first"])
def test_page_is_another_one_when_anything_around_its_text_changes(client, posts, address):
    before = etag(address)

    SiteSettings.objects.update_or_create(site=Site.objects.get(), defaults={"name": "Another name"})

    assert etag(address) != before


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/blog/", "/blog/first/", FEED])
def test_what_somebody_who_may_have_signed_in_gets_is_kept_by_nobody(posts, address):
    person = Client()
    person.force_login(User.objects.create_superuser("ada"))

    response = person.get(address, headers={"if-none-match": "*"})

    if address != FEED:
        assert response.status_code == 200
        assert "ETag" not in response
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_post_says_when_it_was_published_last_and_is_compared_by_its_bytes(client, posts):
    told = client.get("/blog/first/")["Last-Modified"]

    assert told == http_date(posts[0].last_published_at.timestamp())
    assert client.get("/blog/first/", headers={"if-modified-since": told}).status_code == 200


@pytest.mark.django_db
def test_page_behind_a_password_is_kept_by_nobody(client, posts):
    PageViewRestriction.objects.create(page=posts[2], restriction_type="password", password=content.PASSWORD)

    response = client.get("/about/")

    assert "no-store" in response["Cache-Control"]
    assert "ETag" not in response


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/nowhere/", "/blog?page=2"])
def test_what_is_not_found_or_leads_elsewhere_is_asked_again(client, posts, address):
    assert client.get(address)["Cache-Control"] == "no-cache"


def publish(post, **changes):
    for name, value in changes.items():
        setattr(post, name, value)
    post.save_revision().publish()


def rename(model, **changes):
    row = model.objects.get()
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()


def new_first_address(first, second, about):
    about.slug = "we"
    about.save_revision().publish()


CHANGES = {
    "text": lambda first, second, about: publish(first, body=[text("<p>Other words</p>")]),
    "title": lambda first, second, about: publish(second, title="Another title"),
    "new post": lambda first, second, about: PostPageFactory(parent=first.get_parent().specific, title="Third"),
    "withdrawn post": lambda first, second, about: second.unpublish(),
    "deleted post": lambda first, second, about: second.delete(),
    "address of a post": lambda first, second, about: publish(second, slug="other"),
    "address of a page that a post leads to": new_first_address,
    "moved page that a post leads to": lambda first, second, about: about.move(
        InfoPageFactory(parent=about.get_parent().specific, title="More", slug="more"), "last-child"
    ),
    "restricted section": lambda first, second, about: PageViewRestriction.objects.create(
        page=Page.objects.get(pk=second.get_parent().pk), restriction_type="password", password=content.PASSWORD
    ),
    "name of an author": lambda first, second, about: rename(Author, name="Bo"),
    "name of a tag": lambda first, second, about: rename(Tag, name="ocean"),
    "language": lambda first, second, about: SiteSettings.objects.update_or_create(
        site=Site.objects.get(), defaults={"language": "de"}
    ),
    "zone": lambda first, second, about: BlogSettings.objects.update_or_create(
        site=Site.objects.get(), defaults={"time_zone": "Asia/Tokyo"}
    ),
    "host": lambda first, second, about: rename(Site, hostname="elsewhere.example"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_feed_is_another_one_after_a_change(posts, change, django_capture_on_commit_callbacks):
    first, second, about = posts
    before = etag()

    with django_capture_on_commit_callbacks(execute=True):
        change(PostPage.objects.get(pk=first.pk), PostPage.objects.get(pk=second.pk), about)

    assert etag() != before


@pytest.mark.django_db
def test_feed_is_another_one_when_the_time_of_a_post_is_over_and_no_worker_lives(posts):
    now = timezone.now().replace(minute=0)
    with time_machine.travel(now, tick=False):
        publish(posts[1], expire_at=now + timedelta(minutes=10))
        before = etag()

    with time_machine.travel(now + timedelta(minutes=20), tick=False):
        assert etag() != before


@pytest.mark.django_db
def test_change_that_nothing_noted_is_noticed_within_an_hour(posts):
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        before = etag()
        Tag.objects.update(name="ocean")

    with time_machine.travel(now + timedelta(hours=1), tick=False):
        assert etag() != before


@pytest.mark.django_db
def test_poll_of_an_unchanged_feed_asks_no_post(client, posts):
    asked_with = etag()

    with CaptureQueriesContext(connection) as queries:
        response = client.get(FEED, headers={"if-none-match": asked_with})

    assert response.status_code == 304
    assert len(queries) <= 6
    assert not [query["sql"] for query in queries if re.search("blog_postpage|finder_|taggit|blog_tag", query["sql"])]


@pytest.mark.django_db
def test_change_that_is_taken_back_leaves_the_feed_as_it_was(posts, django_capture_on_commit_callbacks):
    before = etag()

    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        pass

    assert (callbacks, etag()) == ([], before)


@pytest.mark.django_db
def test_index_of_the_sitemaps_costs_the_same_at_any_number_of_posts(client, blog):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/sitemap.xml").status_code == 200
        return len(queries), [query["sql"] for query in queries if "blog_publicpost" in query["sql"]]

    PostPageFactory(parent=blog)
    cost()
    few = cost()
    for _ in range(5):
        PostPageFactory(parent=blog)

    assert cost() == few == (few[0], [])
    assert few[0] <= 10
