"""A post that is taken down is gone for readers at once, with versions and files, and returns only by an approval."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from blog.history.models import PublishedVersion
from blog.history.verification import broken_chains
from blog.models import BlogImage, BlogSettings, TrashedPost
from blog.publishing.trash import move_to_trash, restore
from blog.review.approval.approvals import approve
from blog.review.exceptions import NotApproved
from blog.review.guests.models import ReviewLink
from blog.review.guests.share_links import create_link
from blog.review.takedown.action import take_down
from tests.blog.admin.conftest import make_picture
from tests.blog.review.people import again, draft, write
from tests.blog.review.test_publish_confirmation import person
from tests.factories import PostPageFactory, of_posts

pytestmark = [pytest.mark.django_db, pytest.mark.database("sqlite", "postgresql")]


@pytest.fixture
def live(team):
    BlogSettings.objects.update(shows_history=True)
    post = draft(team, team.wanda, words="The ebb begins at two.", title="Tides", slug="tides")
    post.cover, post.cover_alt = make_picture(), "Sea"
    for words in ("At two.", "At four."):
        write(post, team.wanda, words)
        approve(again(post), user=team.rita)
        again(post).get_latest_revision().publish()
    return again(post)


def cover_of(post):
    return BlogImage.objects.get(pk=post.cover_id)


def illustrated(team, post):
    post = again(post)
    post.cover, post.cover_alt = make_picture(), "Sea"
    post.save_revision(user=team.wanda)
    approve(again(post), user=team.rita)
    again(post).get_latest_revision().publish()
    return again(post)


def test_readers_get_nothing_and_the_draft_stays(team, live, client):
    addresses = [f"/blog/tides{end}" for end in ("/", ".md", "/history/", "/history/1/", "/history/2/against/1/")]
    before = [client.get(address).status_code for address in addresses]

    response = person(team.edda).post(reverse("take_down", args=[live.pk]), {"reason": "A court said so."}, follow=True)

    assert before == [200] * len(addresses)
    assert "The post was taken down." in response.content.decode()
    assert [client.get(address).status_code for address in addresses] == [404] * len(addresses)
    assert "Tides" not in client.get("/blog/").content.decode()
    assert "At four." in str(again(live).get_latest_revision_as_object().body)
    assert list(broken_chains()) == []


def test_result_can_be_loaded_again_and_changes_nothing(team, live):
    edda, address = person(team.edda), reverse("take_down", args=[live.pk])
    done = edda.post(address, {"reason": "A court said so."})

    pages = [edda.get(done["Location"]).content.decode() for _time in range(2)]

    assert "2 versions are hidden." in pages[1]
    assert PageLogEntry.objects.filter(action="blog_review.take_down").count() == 1
    for entry in ("", "x", "1" * 19, "0"):
        assert "taken down" not in edda.get(f"{address}?done={entry}").content.decode()


@pytest.mark.parametrize(("choice", "status"), [({}, 200), ({"hide_versions": "on"}, 404)])
def test_unpublished_post_comes_back_with_its_versions_unless_they_were_hidden(team, live, client, choice, status):
    unpublish = reverse("wagtailadmin_pages:unpublish", args=[live.pk])
    assert "hide_versions" in person(team.edda).get(unpublish).content.decode()
    person(team.edda).post(unpublish, choice)
    gone = client.get("/blog/tides/").status_code, client.get("/blog/tides/history/1/").status_code
    again(live).get_latest_revision().publish()

    assert gone == (404, 404)
    assert [client.get(f"/blog/tides/{end}").status_code for end in ("", "history/1/")] == [200, status]
    assert of_posts(PublishedVersion).count() == 2


def test_same_text_needs_an_approval_again_and_shows_no_earlier_version(team, live, client):
    take_down(live, user=team.edda)

    with pytest.raises(NotApproved):
        again(live).get_latest_revision().publish()
    approve(again(live), user=team.rita)
    again(live).get_latest_revision().publish()

    assert client.get("/blog/tides/").status_code == 200
    assert [client.get(f"/blog/tides/history/{number}/").status_code for number in (1, 2, 3)] == [404, 404, 200]
    assert PublishedVersion.objects.latest("number").number == 3


def test_who_works_alone_publishes_it_again_as_a_new_version(team, live, client):
    BlogSettings.objects.update(works_alone=True)
    take_down(live, user=team.edda)

    again(live).get_latest_revision().publish()
    again(live).get_latest_revision().publish()

    assert client.get("/blog/tides/history/2/").status_code == 404
    assert PublishedVersion.objects.filter(post_uuid=live.uuid).count() == 3


def test_former_addresses_of_its_pictures_answer_not_found(team, live):
    post = illustrated(team, live)
    image = cover_of(post)
    small = image.get_rendition("width-20")
    storage, former = image.file.storage, [image.file.name, small.file.name]

    result = take_down(post, user=team.edda)

    assert (result.moved, result.failed) == ([image.title], [])
    assert [storage.exists(name) for name in former] == [False, False]
    assert storage.exists(cover_of(post).file.name)
    assert cover_of(post).file_sha256 == image.file_sha256
    assert cover_of(post).get_rendition("width-20").file.name not in former


def test_picture_that_another_page_shows_stays(team, live):
    post = illustrated(team, live)
    BlogSettings.objects.update(works_alone=True)
    PostPageFactory(parent=team.blog, cover=cover_of(post), cover_alt="Sea")

    result = take_down(post, user=team.edda)

    assert (result.moved, result.used_elsewhere) == ([], [cover_of(post).title])
    assert cover_of(post).file.storage.exists(cover_of(post).file.name)


def test_picture_of_two_posts_goes_with_the_last_of_them(team, live):
    post = illustrated(team, live)
    BlogSettings.objects.update(works_alone=True)
    other = PostPageFactory(parent=team.blog, cover=cover_of(post), cover_alt="Sea")
    former = cover_of(post).file.name

    take_down(post, user=team.edda)
    result = take_down(other, user=team.edda)

    assert result.moved == [cover_of(post).title]
    assert not cover_of(post).file.storage.exists(former)


def test_post_in_the_trash_can_be_taken_down(team, live, capsys):
    post = illustrated(team, live)
    former = cover_of(post).file.name
    move_to_trash(post)

    assert person(team.rita).get(reverse("take_down", args=[post.pk])).status_code in (302, 403)
    assert person(team.edda).get(reverse("take_down", args=[post.pk])).status_code == 200
    call_command("takedown", "/blog/tides/")

    assert not cover_of(post).file.storage.exists(former)
    restore(TrashedPost.objects.get(), blog=team.blog)
    assert not again(post).live


def test_smaller_files_go_although_the_original_is_missing(team, live):
    post = illustrated(team, live)
    image = cover_of(post)
    small = image.get_rendition("width-20").file.name
    image.file.storage.delete(image.file.name)

    assert take_down(post, user=team.edda).failed == [image.title]
    assert not image.file.storage.exists(small)


def test_missing_file_is_named(team, live):
    post = illustrated(team, live)
    image = cover_of(post)
    image.file.storage.delete(image.file.name)

    assert take_down(post, user=team.edda).failed == [image.title]


def test_file_that_the_storage_did_not_delete_is_tried_again(team, live, monkeypatch):
    post = illustrated(team, live)
    storage, former = cover_of(post).file.storage, cover_of(post).file.name
    delete = storage.delete

    def refuse(name):
        if name == former:
            raise PermissionError(name)
        delete(name)

    with monkeypatch.context() as patched:
        patched.setattr(storage, "delete", refuse)
        first = take_down(post, user=team.edda)
    second = take_down(post, user=team.edda)

    assert (first.failed, second.moved) == ([cover_of(post).title], [cover_of(post).title])
    assert not storage.exists(former)
    assert storage.exists(cover_of(post).file.name)


def test_review_schedule_and_guest_links_end(team, live):
    write(live, team.wanda, "At five.")
    again(live).get_workflow().start(again(live), team.wanda)
    create_link(ReviewLink(post=live, name="Guest", expires_at=timezone.now() + timedelta(days=7)), by=team.edda)

    result = take_down(live, user=team.edda)

    assert (result.links, again(live).workflow_in_progress) == (1, False)
    assert not again(live).revisions.filter(approved_go_live_at__isnull=False).exists()


@pytest.mark.parametrize(("name", "status"), [("wanda", 403), ("rita", 403), ("edda", 200), ("ada", 200)])
def test_who_may_publish_takes_it_down_alone(team, live, name, status):
    address = reverse("take_down", args=[live.pk])

    assert person(getattr(team, name)).get(address).status_code in (status, 302)
    assert person(getattr(team, name)).post(address, {"reason": ""}).status_code in (status, 302)
    assert again(live).live is (status == 403)


def test_looking_at_the_question_takes_nothing_down(team, live):
    for ask in (person(team.edda).get, person(team.edda).post):
        ask(reverse("take_down", args=[live.pk]))

    assert again(live).live


@pytest.mark.parametrize("url", ["http://testserver/blog/tides/", "/blog/tides", "http://testserver/blog/tides/?a=b#c"])
def test_command_takes_an_address(team, live, url, capsys):
    call_command("takedown", url)

    assert not again(live).live
    assert "Hidden versions: 2." in capsys.readouterr().out


@pytest.mark.parametrize("url", ["http://other.example/blog/tides/", "/blog/", "/blog/none/", "tides", "//["])
def test_command_refuses_what_is_no_post(team, live, url):
    with pytest.raises(CommandError, match="No post has the address"):
        call_command("takedown", url)

    assert again(live).live
