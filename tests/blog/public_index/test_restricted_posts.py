"""A view restriction on a single post, which the editor does not offer and a script can make."""

import io

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from wagtail.models import Collection, Page, PageViewRestriction

from blog.models import PostPage, PublicPost, TrashedPost
from blog.public_index.sync import remove_hidden
from blog.publishing.trash import delete_permanently
from tests.factories import AuthorFactory, PostPageFactory, TopicFactory, restrict, text

pytestmark = [pytest.mark.django_db, pytest.mark.database("sqlite", "postgresql")]


@pytest.fixture
def post(blog):
    PostPageFactory(parent=blog, title="Open", slug="open")
    about = {"tags": ["sea"], "authors": [AuthorFactory()], "topic": TopicFactory()}
    return PostPageFactory(parent=blog, title="Locked", slug="locked", body=text("<p>Secret words</p>"), **about)


def restrict_unseen(post):
    """As an old database has it: the row for readers stands beside the restriction."""
    restriction = PageViewRestriction(page=Page.objects.get(pk=post.pk), restriction_type="login")
    PageViewRestriction.objects.bulk_create([restriction])


def test_its_page_and_its_words_are_closed_at_once(client, post):
    restrict_unseen(post)

    for address in ("/blog/locked/", "/blog/locked.md"):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/_util/login/")
    assert "Secret" not in client.get("/blog/feed/").text
    assert "Open" in client.get("/blog/feed/").text


def test_the_worker_takes_it_out_of_every_list(client, post):
    restrict_unseen(post)

    assert remove_hidden() == 1

    assert list(PublicPost.objects.values_list("title", flat=True)) == ["Open"]
    for address in ("/blog/", "/sitemap-posts.xml", "/search/?q=locked", "/blog/archive/"):
        assert "locked/" not in client.get(address).text


def test_publishing_it_again_does_not_show_it(client, post):
    restrict(post)
    post = PostPage.objects.get(pk=post.pk)
    post.title = "Locked again"
    post.save_revision().publish()

    assert not PublicPost.objects.filter(pk=post.pk).exists()
    assert client.get("/blog/locked/").status_code == 302


def test_those_whom_the_restriction_lets_in_read_it(client, post):
    restrict(post)
    client.force_login(User.objects.create_user("reader"))

    answer = client.get("/blog/locked/")

    assert "Secret words" in answer.text
    assert "no-store" in answer["Cache-Control"]


def test_post_is_shown_again_when_its_restriction_is_lifted(client, post):
    restriction = restrict(post)
    assert client.get("/blog/locked/").status_code == 302

    PageViewRestriction.objects.filter(pk=restriction.pk).delete()

    assert "Secret words" in client.get("/blog/locked/").text
    assert "locked/" in client.get("/blog/").text


def test_doctor_names_it_and_what_to_do(post):
    restrict_unseen(post)
    out = io.StringIO()

    with pytest.raises(CommandError):
        call_command("doctor", stdout=out)

    assert f"Post {post.pk} “Locked” has a view restriction of its own" in out.getvalue()
    assert f"Post {post.pk} is shown to readers, but is" in out.getvalue()


@pytest.mark.parametrize("make", [restrict, restrict_unseen])
def test_it_can_be_deleted(client, post, make):
    make(post)

    client.force_login(User.objects.create_superuser("owner"))

    client.post(reverse("wagtailadmin_pages:delete", args=[post.pk]))
    delete_permanently(TrashedPost.objects.get())

    connection.check_constraints()
    assert not Page.objects.filter(pk=post.pk).exists()
    assert not PageViewRestriction.objects.exists()


@pytest.mark.parametrize("make", [restrict, restrict_unseen])
@pytest.mark.parametrize("whole", ["the post", "its page", "its queryset", "its blog"])
def test_it_can_be_deleted_by_a_script(post, blog, make, whole):
    make(post)

    if whole == "the post":
        PostPage.objects.get(pk=post.pk).delete()
    elif whole == "its page":
        Page.objects.filter(pk=post.pk).delete()
    elif whole == "its queryset":
        PostPage.objects.filter(pk=post.pk).delete()
    else:
        Page.objects.get(pk=blog.pk).delete()

    connection.check_constraints()
    assert not PostPage.objects.filter(pk=post.pk).exists()
    assert not PublicPost.objects.filter(title="Locked").exists()
    assert not PageViewRestriction.objects.exists()


@pytest.fixture
def collection(site):
    return Collection.get_first_root_node().add_child(name="Press")


def test_collection_says_that_its_pictures_are_not_private(admin_client, collection, blog):
    answer = admin_client.get(reverse("wagtailadmin_collections:set_privacy", args=[collection.pk])).json()["html"]
    section = admin_client.get(reverse("wagtailadmin_pages:set_privacy", args=[blog.pk])).json()["html"]

    assert "Pictures are never private" in answer
    assert "Pictures are never private" not in section
    assert section.count("<input") == answer.count("<input")


@pytest.mark.parametrize("view", ["add", "add_multiple"])
def test_upload_says_that_pictures_are_not_private(admin_client, collection, view):
    assert "Pictures are never private" in admin_client.get(reverse(f"wagtailimages:{view}")).text
