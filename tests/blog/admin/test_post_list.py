import datetime as dt
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.menu import admin_menu
from wagtail.models.pages import PagePermissionTester

from blog.models import PostPage
from blog.page_tree import below
from search.models import SearchedDraft
from tests.blog.admin.conftest import edit_url, post_data, write
from tests.factories import AuthorFactory, BlogIndexPageFactory, PostPageFactory, TopicFactory, text
from tests.matrix import combinations

POSTS = "/admin/posts/"


def rows(client, **query):
    """Each row of the list as its cells' words, without the checkbox and what is said of a schedule."""
    page = BeautifulSoup(client.get(POSTS, query).content, "html.parser")
    for line in page.select(".schedule-line"):
        line.decompose()
    table = page.select("main table.listing tbody tr")
    return [[" ".join(cell.get_text(" ").split()) for cell in row.select("td")[1:]] for row in table]


def titles(client, **query):
    html = client.get(POSTS, query).content
    return {link.get_text(strip=True) for link in BeautifulSoup(html, "html.parser").select(".title-wrapper a")}


def make_states(owner, blog):
    """One post in each state, titled like it."""
    PostPageFactory(parent=blog, title="Live")
    changed = PostPageFactory(parent=blog, title="Live, with unpublished changes")
    owner.post(edit_url(changed), post_data("Live, with unpublished changes", slug=changed.slug))
    PostPageFactory(parent=blog, title="Draft", live=False)
    write(owner, blog, "submit", title="In review")
    later = timezone.now() + dt.timedelta(days=2)
    write(owner, blog, "publish", title="Scheduled", go_live_at=later.strftime("%Y-%m-%d %H:%M"))
    expired = PostPageFactory(parent=blog, title="Expired")
    PostPage.objects.filter(pk=expired.pk).update(live=False, expired=True)


STATES = {
    "live": "Live",
    "live-draft": "Live, with unpublished changes",
    "draft": "Draft",
    "review": "In review",
    "scheduled": "Scheduled",
    "expired": "Expired",
}


def test_every_post_says_its_state(owner, blog):
    make_states(owner, blog)

    found = rows(owner)

    assert {row[1] for row in found} == set(STATES.values())
    assert all(row[0].startswith(row[1]) for row in found)


def test_filter_by_state_finds_the_posts_that_say_so(owner, blog, subtests):
    make_states(owner, blog)

    for state, title in STATES.items():
        with subtests.test(state):
            assert titles(owner, state=state) == {title}


def test_tabs_lead_to_the_posts_that_they_name(owner, blog, person):
    make_states(owner, blog)
    write(person("Editors"), blog, title="Of another")

    tabs = {tab.get_text(): tab["href"] for tab in tabs_of(owner, POSTS)}
    found = {name: titles(owner, **parse_qs(urlsplit(address).query)) for name, address in tabs.items()}

    assert tabs.pop("Trash") == reverse("posts:trash")
    assert found["All"] == {*STATES.values(), "Of another"}
    assert found["My drafts"] == {"Live, with unpublished changes"}
    assert found["In review"] == {"In review"}
    assert found["Scheduled"] == {"Scheduled"}
    assert found["Live"] == {"Live", "Live, with unpublished changes"}
    assert [current(owner, address) for address in tabs.values()] == [[name] for name in tabs]
    assert current(owner, f"{POSTS}?state=expired") == []


def tabs_of(client, address):
    return BeautifulSoup(client.get(address).content, "html.parser").select(".post-tabs a")


def current(client, address):
    return [tab.get_text() for tab in tabs_of(client, address) if tab.has_attr("aria-current")]


def test_two_states_find_the_posts_of_both(owner, blog):
    make_states(owner, blog)

    assert titles(owner, state=["draft", "expired"]) == {"Draft", "Expired"}


def test_row_shows_authors_in_order_topic_date_and_blog(owner, blog):
    authors = [AuthorFactory(name="Zoe"), AuthorFactory(name="Ada")]
    dated = dt.datetime(2024, 3, 9, 12, tzinfo=dt.UTC)
    PostPageFactory(parent=blog, authors=authors, topic=TopicFactory(name="Ops"), published_on=dated)

    assert rows(owner)[0][2:] == ["Zoe, Ada", "Ops", "9 Mar 2024", "Blog"]


def test_row_of_a_draft_shows_what_the_draft_says(owner, blog):
    post = PostPageFactory(parent=blog, topic=TopicFactory(name="Ops"))
    topic, author = TopicFactory(name="Web"), AuthorFactory(name="Zoe")

    owner.post(edit_url(post), post_data("New title", slug=post.slug, topic=topic.pk, authors=[author]))

    row = rows(owner)[0]
    assert row[0].startswith("New title")
    assert row[2:4] == ["Zoe", "Web"]
    assert titles(owner, topic=topic.pk) == titles(owner, author=author.pk) == {"New title"}
    assert titles(owner, topic=post.topic_id) == set()


def test_filters_by_author_topic_and_blog(owner, site):
    _site, home, blog = site
    ada, ops = AuthorFactory(), TopicFactory()
    other = BlogIndexPageFactory(parent=home, title="Other")
    PostPageFactory(parent=blog, title="By Ada", authors=[ada], live=False)
    PostPageFactory(parent=blog, title="On ops", topic=ops)
    PostPageFactory(parent=other, title="Elsewhere")

    assert titles(owner, author=ada.pk) == {"By Ada"}
    assert titles(owner, topic=ops.pk) == {"On ops"}
    assert titles(owner, blog=other.pk) == {"Elsewhere"}
    assert titles(owner, blog=blog.pk, author=ada.pk) == {"By Ada"}


def test_search_finds_every_word_anywhere_and_parts_of_words_in_titles(owner, blog):
    PostPageFactory(parent=blog, title="Über das Warten")
    PostPageFactory(parent=blog, title="Another", summary="Warten", body=text("<p>Über Häfen</p>"), live=False)

    for query in ("warten", "über", "ÜBER warten", "warten üb"):
        assert titles(owner, q=query) == {"Über das Warten", "Another"}
    assert titles(owner, q="warten hafen") == titles(owner, q="warten in:drafts") == {"Another"}
    assert titles(owner, q="art") == {"Über das Warten"}
    assert titles(owner, q="in:drafts") == {"Another"}


def test_search_finds_the_text_of_a_draft_of_a_live_post(owner, blog, person, django_capture_on_commit_callbacks):
    post = PostPageFactory(parent=blog, title="Live", body=text("<p>before</p>"))
    with django_capture_on_commit_callbacks(execute=True):
        owner.post(edit_url(post), post_data("Live", slug=post.slug, body=[("text", "<p>lighthouses</p>")]))

    assert titles(owner, q="lighthouse") == titles(owner, q="in:drafts lighth") == titles(owner, q="before") == {"Live"}
    assert titles(person("Authors"), q="lighthouse") == set()
    assert "No posts found for" in owner.get("/search/", {"q": "lighthouse"}).content.decode()

    PostPage.objects.get(pk=post.pk).get_latest_revision().publish()

    assert titles(owner, q="lighthouse") == {"Live"}
    assert titles(owner, q="before") == titles(owner, q="in:drafts lighthouse") == set()


def test_draft_that_is_published_at_once_is_kept_once(owner, blog, django_capture_on_commit_callbacks):
    post = PostPageFactory(parent=blog, title="Live", body=text("<p>before</p>"))
    form = post_data("Live", slug=post.slug, body=[("text", "<p>lighthouses</p>")])

    with django_capture_on_commit_callbacks(execute=True):
        owner.post(edit_url(post), {**form, "action-publish": "1"})

    assert titles(owner, q="lighthouse") == {"Live"}
    assert not SearchedDraft.objects.exists()


def test_search_asks_the_index(owner, blog):
    PostPageFactory(parent=blog, title="Harbour")

    with CaptureQueriesContext(connection) as queries:
        owner.get(POSTS, {"q": "harbour"})

    assert not [query["sql"] for query in queries if "LIKE" in query["sql"] and "draft_title" in query["sql"]]
    [sql] = [query["sql"] for query in queries if re.search("search_index|search_vector", query["sql"])]
    # With one row PostgreSQL takes whichever index of the table it likes.
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            assert "search_index VIRTUAL TABLE INDEX" in str(cursor.fetchall())


def test_search_finds_the_title_of_a_draft_and_works_with_filters(owner, blog):
    post = PostPageFactory(parent=blog, title="Before")
    owner.post(edit_url(post), post_data("Afterwards", slug=post.slug))

    assert titles(owner, q="afterw", state="live-draft") == {"Afterwards"}
    assert titles(owner, q="afterw", state="live") == set()


@pytest.mark.database("sqlite", "postgresql")
def test_odd_search_is_a_page(owner, blog):
    PostPageFactory(parent=blog, title="Plain")

    for query in ["\0", "a" * 20_000, "%", "_", '"', "' OR 1=1", "AND NOT (", "🎉", "\\"]:
        assert owner.get(POSTS, {"q": query}).status_code == 200, query


@pytest.mark.database("sqlite", "postgresql")
def test_odd_query_is_a_page(owner, blog):
    PostPageFactory(parent=blog)

    for query in [
        *({"p": "-1"}, {"p": "9" * 30}, {"p": "x"}, {"ordering": "body"}, {"state": "nonsense"}),
        *({"author": "999999"}, {"author": "x"}, {"topic": "9" * 30}, {"blog": "\0"}),
    ]:
        assert owner.get(POSTS, query).status_code == 200, query
        assert owner.get(f"{POSTS}results/", query).status_code == 200, query


@pytest.mark.database("sqlite", "postgresql")
def test_list_can_be_ordered(owner, blog):
    PostPageFactory(parent=blog, title="A")
    PostPageFactory(parent=blog, title="B", live=False)

    for ordering in ("title", "-title", "live", "-live", "listed_on", "-listed_on"):
        assert len(rows(owner, ordering=ordering)) == 2, ordering


def test_author_sees_own_posts_only_and_a_reviewer_all(person, blog):
    PostPageFactory(parent=blog, title="Of another")
    author = person("Authors")
    write(author, blog, title="Mine")

    assert titles(author) == {"Mine"}
    assert titles(person("Reviewers")) == {"Mine", "Of another"}


@pytest.mark.parametrize("role", combinations(["Authors", "Reviewers", "Editors", "Administrators"], sample=2))
def test_list_costs_the_same_however_many_posts_there_are(person, blog, role, django_assert_max_num_queries):
    topic, client = TopicFactory(), person(role)
    user = User.objects.get(pk=client.session["_auth_user_id"])

    def queries(count):
        for number in range(count):
            live = bool(number % 2)
            PostPageFactory(parent=blog, live=live, owner=user, authors=[AuthorFactory()], topic=topic)
        with django_assert_max_num_queries(27) as captured:
            client.get(POSTS)
        return len(captured)

    queries(2)
    few = queries(2)
    assert queries(12) <= few


@pytest.mark.parametrize("role", ["Authors", "Reviewers", "Editors", "Administrators"])
@pytest.mark.parametrize("is_own", [True, False])
@pytest.mark.parametrize("live", [True, False])
def test_who_may_delete_a_post_is_what_wagtail_says(person, blog, role, is_own, live):
    user = User.objects.get(pk=person(role).session["_auth_user_id"])
    post = PostPageFactory(parent=blog, live=live, owner=user if is_own else None)

    found = post.permissions_for_user(user).can_delete()

    assert found == PagePermissionTester(user, post).can_delete()


def names(client):
    request = client.get(POSTS).wsgi_request
    return [item.name for item in sorted(admin_menu.menu_items_for_request(request), key=lambda item: item.order)]


def test_menu_begins_with_posts_and_new_post(person, site):
    assert names(person("Authors"))[:3] == ["posts", "new-post", "explorer"]


def test_new_post_is_not_in_the_menu_of_a_person_who_may_add_none(person, site):
    home = site[1]
    PostPage.objects.all().delete()
    home.get_children().filter(below(home.path)).delete()

    assert "new-post" not in names(person("Authors"))


def test_new_post_asks_for_the_blog_when_there_are_several(person, site):
    BlogIndexPageFactory(parent=site[1], slug="other")

    response = person("Authors").get(reverse("posts:choose_parent"))

    assert response.status_code == 200
    assert "parent_page" in response.context["form"].fields


@pytest.mark.parametrize(
    "damage",
    [
        {"topic": "x"},
        {"published_on": 3},
        {"post_authors": [3]},
        {"tagged_items": "x"},
        {"post_authors": [{"author": "x"}]},
    ],
)
def test_damaged_draft_keeps_the_list_of_all_others(owner, blog, damage):
    PostPageFactory(parent=blog, title="Good")
    bad = PostPageFactory(parent=blog, title="Bad")
    draft = bad.save_revision()
    PostPage.objects.filter(pk=bad.pk).update(has_unpublished_changes=True)
    type(draft).objects.filter(pk=draft.pk).update(content={**draft.content, **damage})

    assert titles(owner) == {"Good", "Bad"}
    assert owner.get(POSTS, {"q": "in:drafts good"}).status_code == 200
