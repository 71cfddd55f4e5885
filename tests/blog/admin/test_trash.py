from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site, Workflow

from blog.models import BlogIndexPage, PostPage, PublicPost, TrashedPost
from blog.publishing.doctor import examine
from blog.publishing.trash import delete_permanently, move_to_trash, restore
from tests.blog.admin.conftest import edit_url, post_data, write
from tests.blog.admin.conftest import words_to as messages_to
from tests.blog.review.people import draft, make_team
from tests.factories import BlogIndexPageFactory, PostPageFactory, text


def delete(client, page, **data):
    return client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), data, follow=True)


def back(client, post, **data):
    return client.post(reverse("posts:put_back", args=[post.pk]), data, follow=True)


def titles_in_trash(client):
    return [str(note) for note in client.get(reverse("posts:trash")).context["object_list"]]


def words_to(response):
    """The messages without their buttons."""
    return [message.splitlines()[0] for message in messages_to(response)]


def fresh(post):
    return PostPage.objects.get(pk=post.pk)


@pytest.fixture
def post(blog):
    """A live post with a newer draft, written by nobody here."""
    post = PostPageFactory(parent=blog, title="Harbour", slug="harbour")
    post.title = "Harbour, drafted"
    post.save_revision()
    return post


def test_deleting_asks_in_words_what_will_happen(owner, post):
    html = owner.get(reverse("wagtailadmin_pages:delete", args=[post.pk])).content.decode()

    assert "Readers can no longer see this post." in html
    assert "trash for 30 days" in html


def test_deleted_post_vanishes_from_the_site_and_lies_in_the_trash(owner, post, client):
    response = delete(owner, post)

    assert "“Harbour, drafted” was moved to the trash." in words_to(response)[0]
    assert client.get("/blog/harbour/").status_code == 404
    assert not PublicPost.objects.exists()
    assert titles_in_trash(owner) == ["Harbour, drafted"]
    note = TrashedPost.objects.get()
    assert (note.trashed_by, note.blog.slug, note.slug) == (owner.user, "blog", "harbour")


def test_post_in_the_trash_can_be_read_by_those_who_see_it_there(owner, post, client):
    post.body = text("<p>Not yet published.</p>")
    post.save_revision()
    delete(owner, post)

    page = owner.get(reverse("posts:read_trashed", args=[post.pk]))
    BlogIndexPage.objects.get().delete()
    orphan = owner.get(reverse("posts:read_trashed", args=[post.pk]))

    assert "Not yet published." in BeautifulSoup(page.content, "html.parser").select_one(".post__body").text
    assert "Not yet published." in orphan.text
    assert client.get(reverse("posts:read_trashed", args=[post.pk])).status_code == 302


def test_post_in_the_trash_is_read_by_nobody_who_may_not_edit_it(owner, post, person):
    delete(owner, post)

    assert person("Authors").get(reverse("posts:read_trashed", args=[post.pk])).status_code == 404


def test_tabs_of_the_post_list_stay_above_the_trash(owner):
    posts, trash = (
        BeautifulSoup(owner.get(reverse(name)).content, "html.parser").select(".post-tabs__tab")
        for name in ("posts:index", "posts:trash")
    )

    assert [tab["href"] for tab in trash] == [tab["href"] for tab in posts]
    assert [tab.text for tab in posts if tab.get("aria-current")] == ["All"]
    assert [tab.text for tab in trash if tab.get("aria-current")] == ["Trash"]


def test_post_comes_back_live_with_the_text_that_readers_saw(owner, post, client):
    delete(owner, post)

    response = back(owner, post)

    assert words_to(response) == ["“Harbour, drafted” was put back."]
    restored = fresh(post)
    assert (restored.uuid, restored.live, restored.url) == (post.uuid, True, "/blog/harbour/")
    assert restored.get_latest_revision_as_object().title == "Harbour, drafted"
    assert "drafted" not in client.get("/blog/harbour/").content.decode()
    assert examine(repair=False) == ([], 0)


def test_draft_comes_back_as_a_draft(owner, blog):
    draft, _response = write(owner, blog, title="Begun")
    delete(owner, draft)

    back(owner, draft)

    assert (fresh(draft).live, fresh(draft).slug) == (False, "begun")
    assert owner.get(edit_url(draft)).status_code == 200


def test_post_whose_address_was_taken_gets_a_free_one_which_is_said_and_can_be_published(owner, blog, post):
    delete(owner, post)
    PostPageFactory(parent=blog, title="Harbour again", slug="harbour")

    asked = owner.get(reverse("posts:put_back", args=[post.pk])).content.decode()
    response = back(owner, post)

    assert "Its new address will be /blog/harbour-2/." in asked
    assert "at “harbour-2”" in words_to(response)[0]
    assert fresh(post).url == "/blog/harbour-2/"
    fresh(post).get_latest_revision().publish()
    assert fresh(post).url == "/blog/harbour-2/"


def test_two_posts_of_one_address_may_lie_in_the_trash(blog, post):
    move_to_trash(post)
    other = PostPageFactory(parent=blog, title="Harbour", slug="harbour")

    move_to_trash(other)

    assert TrashedPost.objects.count() == 2


def test_schedule_and_review_end_in_the_trash(owner, blog):
    scheduled, _response = write(owner, blog, "submit", title="Later")
    scheduled.go_live_at = timezone.now() + timedelta(hours=1)
    scheduled.save_revision().publish()

    delete(owner, scheduled)
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        call_command("worker", once=True)
        back(owner, scheduled)

    assert not fresh(scheduled).live
    assert not fresh(scheduled).workflow_in_progress


def test_redirects_to_a_post_wait_in_the_trash_with_it(owner, post, client):
    Redirect.objects.create(old_path="/old", redirect_page=post, site=Site.objects.get())
    before = Redirect.objects.count()

    delete(owner, post)
    in_trash = client.get("/old/").status_code
    back(owner, post)

    assert in_trash == 404
    assert client.get("/old/").headers["Location"].endswith("/blog/harbour/")
    assert Redirect.objects.count() == before


def test_post_whose_blog_is_gone_goes_into_another_one(owner, site, blog, post):
    delete(owner, post)
    other = BlogIndexPageFactory(parent=site[1], title="Other", slug="other")
    delete(owner, blog)

    assert not BlogIndexPage.objects.filter(pk=blog.pk).exists()
    back(owner, post, blog=other.pk)

    assert fresh(post).url == "/other/harbour/"


def test_section_with_posts_is_not_deleted_and_says_why(owner, blog, post):
    response = delete(owner, blog)

    assert words_to(response) == [
        "“Blog” contains 1 post. Delete or move it first. A deleted post goes to the trash.",
    ]
    assert PublicPost.objects.exists()


def test_several_deleted_posts_go_to_the_trash_and_sections_with_posts_stay(owner, site, blog, post):
    other = PostPageFactory(parent=blog)
    empty = BlogIndexPageFactory(parent=site[1], title="Empty", slug="empty")
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    ids = "&".join(f"id={page.pk}" for page in (post, other, empty))

    refused = owner.get(f"{address}?id={blog.pk}").content.decode()
    response = owner.post(f"{address}?{ids}&id={blog.pk}&next=/admin/posts/", follow=True)

    assert "contain posts that must be" in refused
    assert words_to(response) == ["2 posts were moved to the trash. 1 page was deleted."]
    assert set(BlogIndexPage.objects.values_list("slug", flat=True)) == {"blog"}
    assert TrashedPost.objects.count() == 2


ELSEWHERE = [
    "/admin/posts/",
    "/admin/pages/",
    "/admin/pages/search/?q=Harbour",
    "/admin/choose-page/",
    "/admin/choose-page/search/?q=Harbour",
    "/admin/reports/aging-pages/",
    "/admin/reports/locked/",
    "/admin/api/main/pages/?child_of=1&for_explorer=1",
    "/admin/api/main/pages/?type=blog.PostPage",
]


def test_trashed_post_is_shown_nowhere_else_in_the_admin(owner, post, subtests):
    post.locked = True
    post.save()
    delete(owner, post)
    owner.get("/admin/")  # Shows the word about the deletion.

    for address in ELSEWHERE:
        with subtests.test(address):
            response = owner.get(address)
            assert response.status_code == 200
            words = response.content.decode()
            assert "Harbour, drafted" not in words
            assert "openbook-trash" not in words


def test_trashed_post_cannot_be_edited_published_moved_copied_or_deleted(owner, blog, post, subtests):
    delete(owner, post)
    home = Page.objects.get(depth=2, slug="home")

    for name in ("edit", "delete", "move", "copy", "unpublish", "history", "view_draft", "usage"):
        with subtests.test(name):
            assert owner.get(reverse(f"wagtailadmin_pages:{name}", args=[post.pk])).status_code in (302, 404)
    owner.post(edit_url(post), post_data("Changed", **{"action-publish": "1"}))
    assert fresh(post).title == "Harbour"
    assert not fresh(post).permissions_for_user(owner.user).can_move_to(home)


def test_administrators_delete_for_good_and_editors_do_not(person, post):
    editor, administrator = person("Editors"), person("Administrators")
    delete(editor, post)
    address = reverse("posts:delete_for_good", args=[post.pk])

    editor.post(address)
    assert TrashedPost.objects.exists()
    administrator.post(address)

    assert not PostPage.objects.exists()


def test_author_sees_and_puts_back_only_own_drafts(person, blog, post):
    author, editor = person("Authors"), person("Editors")
    draft, _response = write(author, blog, title="Mine")
    delete(author, draft)
    delete(editor, post)

    assert titles_in_trash(author) == ["Mine"]
    assert back(author, post).status_code == 404
    back(author, draft)
    assert fresh(draft).get_parent().specific == blog


def test_live_post_is_put_back_by_those_who_may_publish(person, post):
    reviewer = person("Reviewers")
    move_to_trash(post, user=reviewer.user)

    response = back(reviewer, post)

    assert "Ask someone who may publish" in response.content.decode()
    assert fresh(post).is_trashed


@pytest.mark.parametrize(("days", "kept"), [(29, 1), (31, 0)])
def test_worker_empties_what_lay_in_the_trash_for_thirty_days(post, settings, tmp_path, days, kept):
    settings.VAR_DIR = tmp_path
    move_to_trash(post)

    with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
        call_command("worker", once=True)

    assert PostPage.objects.count() == kept


def test_post_that_was_put_back_while_the_trash_is_emptied_stays(blog, post):
    move_to_trash(post)
    overdue = TrashedPost.objects.select_related("post").get()
    restore(TrashedPost.objects.get(), blog=blog)

    delete_permanently(overdue)

    assert PostPage.objects.filter(pk=post.pk).exists()


def test_doctor_finds_what_lies_in_the_trash_without_a_note(post):
    note = move_to_trash(post)
    note.delete()

    findings, _repaired = examine(repair=False)

    assert findings == [f"Post {post.pk} “Harbour” lies in the trash without a note of its blog. Move it to one."]


def test_posts_of_a_workflow_are_searched_without_those_in_the_trash(owner, blog):
    workflow = Workflow.objects.first()
    PostPageFactory(parent=blog, title="Standing", live=False)
    move_to_trash(PostPageFactory(parent=blog, title="Standing no more", live=False))

    listed = owner.get(reverse("wagtailadmin_workflows:usage", args=[workflow.pk]), {"q": "standing"})

    assert listed.status_code == 200
    assert "Standing no more" not in listed.content.decode()


def test_trash_of_somebody_who_lost_the_role_is_closed_to_them(db, client):
    team = make_team()
    post = draft(team, team.wanda, title="Tides")
    move_to_trash(post, user=team.edda)
    own = draft(team, team.edda, title="Own")
    move_to_trash(own, user=team.edda)
    client.force_login(team.edda)
    assert set(titles_in_trash(client)) == {"Tides", "Own"}

    team.edda.groups.set(Group.objects.filter(name="Authors"))

    assert titles_in_trash(client) == ["Own"]
    assert client.get(reverse("posts:read_trashed", args=[post.pk])).status_code == 404
