"""A damaged index is no error for readers, the operator is told, and it can be made anew."""

import pytest
from django.db import OperationalError, connection

from blog.models import PostPage, PublicPost
from blog.scheduling.worker_status import record_heartbeat
from search.index import doctor
from search.index.damage import log_index_errors
from search.models import SearchedPost
from tests.factories import PostPageFactory, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def posts(blog):
    PostPageFactory(parent=blog, title="Harbour lights")
    PostPageFactory(parent=blog, title="Plain", body=text("<p>About the harbour</p>"))
    PostPageFactory(parent=blog, title="Harbour draft", live=False)


def titles(client, typed):
    response = client.get("/search/", {"q": typed})
    assert response.status_code == 200
    listing = response.context_data.get("listing")
    return {post.title for post in listing.object_list} if listing else set(), response.context_data["is_fallback"]


def execute(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.database("sqlite")
@pytest.mark.parametrize(
    ("damage", "meanwhile"),
    [
        ("DELETE FROM search_index_data", ({"Harbour lights"}, True)),
        ("DROP TABLE search_index", ({"Harbour lights"}, True)),
        # It reads like the beginning of an empty index, which is no error.
        ("UPDATE search_index_data SET block = x'00ff00ff'", (set(), False)),
    ],
)
def test_damaged_index_is_no_error_and_can_be_made_anew(client, posts, damage, meanwhile):
    execute(damage)
    # As a new connection finds it.
    execute("PRAGMA writable_schema = RESET")

    assert titles(client, "harbour") == meanwhile
    assert doctor.examine(repair=False) == ([doctor.DAMAGE_FINDING], 0)
    assert doctor.examine(repair=True) == ([doctor.DAMAGE_FINDING], 1)
    assert doctor.examine(repair=False) == ([], 0)
    assert titles(client, "harbour") == ({"Harbour lights", "Plain"}, False)


@pytest.mark.database("sqlite")
def test_damaged_index_of_titles_offers_nothing_and_can_be_made_anew(client, posts):
    def offered():
        return [post["title"] for post in client.get("/search/titles/?q=harb").json()["posts"]]

    execute("DELETE FROM search_title_data")
    execute("PRAGMA writable_schema = RESET")

    assert (offered(), titles(client, "harbour")) == ([], ({"Harbour lights", "Plain"}, False))
    assert doctor.examine(repair=True) == ([doctor.DAMAGE_FINDING], 1)
    assert offered() == ["Harbour lights"]


@pytest.mark.database("sqlite")
def test_damaged_index_keeps_no_editor_from_working(client, posts, admin_client):
    execute("DELETE FROM search_index_data")
    execute("PRAGMA writable_schema = RESET")
    post = PostPage.objects.get(title="Plain")
    post.title = "Lighthouse"
    post.save_revision().publish()

    assert PublicPost.objects.get(pk=post.pk).title == "Lighthouse"
    listed = admin_client.get("/admin/posts/", {"q": "lighthouse"}).context["object_list"]
    assert [found.title for found in listed] == ["Lighthouse"]
    assert doctor.examine(repair=True) == ([doctor.DAMAGE_FINDING], 1)
    assert titles(client, "lighthouse") == ({"Lighthouse"}, False)


@pytest.mark.database("sqlite")
@pytest.mark.parametrize("table", ["search_index", "search_title"])
def test_post_is_deleted_for_good_though_the_index_is_damaged(client, posts, table):
    execute(f"DELETE FROM {table}_data")
    execute("PRAGMA writable_schema = RESET")

    post = PostPage.objects.get(title="Plain")

    post.delete()

    assert not SearchedPost.objects.filter(title__contains=" plain ").exists()
    assert doctor.examine(repair=False)[0] == [doctor.DAMAGE_FINDING]
    doctor.examine(repair=True)
    PostPage.objects.get(title="Harbour draft").delete()
    assert doctor.examine(repair=False) == ([], 0)
    assert titles(client, "harbour") == ({"Harbour lights"}, False)


@pytest.mark.database("sqlite")
def test_operator_and_editors_are_told_until_it_is_repaired(client, posts, admin_client):
    record_heartbeat()
    execute("DELETE FROM search_index_data")
    execute("PRAGMA writable_schema = RESET")

    def told():
        ready = client.get("/readyz").content.decode()
        words = "search index has been damaged"
        return words in ready, words in admin_client.get("/admin/").text

    assert told() == (False, False)
    titles(client, "harbour")
    assert told() == (True, True)
    doctor.examine(repair=False)
    assert told() == (True, True)
    doctor.examine(repair=True)
    assert told() == (False, False)


def test_what_cannot_even_be_noted_is_no_error(db, caplog):
    def refuse(execute, sql, *args):
        if "finder_" in sql:
            raise OperationalError("database is locked")
        return execute(sql, *args)

    with connection.execute_wrapper(refuse), log_index_errors("The index could not be asked."):
        SearchedPost.objects.exists()

    assert "The index could not be asked." in caplog.text


@pytest.mark.database("postgresql")
def test_rows_that_the_index_lost_are_named_and_written_again(client, posts):
    execute("DELETE FROM search_vector")

    assert titles(client, "harbour") == (set(), False)
    assert doctor.examine(repair=False) == ([doctor.DAMAGE_FINDING], 0)
    assert doctor.examine(repair=True) == ([doctor.DAMAGE_FINDING], 1)
    assert doctor.examine(repair=False) == ([], 0)
    assert titles(client, "harbour") == ({"Harbour lights", "Plain"}, False)


@pytest.mark.parametrize("stored", [[1], 7, "words", {"a": 1}, [["", "", None]], [["a"]]])
def test_passages_of_another_shape_cost_only_the_excerpt(client, posts, stored):
    SearchedPost.objects.filter(post__title="Plain").update(passages=stored)

    assert titles(client, "harbour") == ({"Harbour lights", "Plain"}, False)
    assert client.get("/search/feed/", {"q": "harbour"}).status_code == 200
    assert titles(client, "harbuor")[1] is False
