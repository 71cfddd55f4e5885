"""The server's part in never losing a text; tests/journeys/test_safe_writing.py has the browser's."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse
from django.views import View

from blog.admin.post_editor import PostViewSet
from blog.models import PostPage
from tests.blog.admin.conftest import add_url, edit_url, post_data, words_to, write

BODY = [
    ("text", "<p>Kept words</p>"),
    ("code", {"code": "x = 1", "language": "", "file_name": "", "marked_lines": "", "caption": ""}),
]


def fields_of(response):
    """What the browser would send of the form in this page, but for the body, which scripts fill in."""
    form = BeautifulSoup(response.content, "html.parser").find(id="page-edit-form")
    return {field["name"]: field.get("value", "") for field in form.find_all("input", attrs={"name": True})}


def answer(client, url, data, question):
    return client.post(url, {**data, question: "a record"})


def test_kept_text_is_shown_again_in_the_editor_and_not_saved(owner, blog):
    post, _response = write(owner, blog, title="Before")

    response = answer(owner, edit_url(post), post_data("After", slug=post.slug, body=BODY), "kept-text")

    form = response.context["form"]
    assert form["title"].value() == "After"
    assert [block.block_type for block in form.instance.body] == ["text", "code"]
    html = BeautifulSoup(response.content, "html.parser")
    assert html.find(id="page-edit-form")["data-w-unsaved-force-value"] == "true"
    assert html.find(id="safe-writing")["data-restored"] == "a record"
    assert post.get_latest_revision_as_object().title == "Before"


def test_kept_text_without_a_title_is_shown_again_in_a_new_post(owner, blog):
    response = answer(owner, add_url(blog), post_data("", body=BODY), "kept-text")

    assert [block.block_type for block in response.context["form"].instance.body] == ["text", "code"]
    assert not PostPage.objects.exists()


def test_old_version_is_put_over_another_one_only_when_it_is_sent_again(owner, blog):
    post, _response = write(owner, blog, title="First")
    address = reverse("wagtailadmin_pages:revisions_revert", args=[post.pk, post.latest_revision.pk])
    data = fields_of(owner.get(address)) | post_data("Put back", slug=post.slug)
    post.title = "From elsewhere"
    post.save_revision()

    asked = owner.post(address, data)

    assert "saved another version" in " ".join(words_to(asked))
    assert PostPage.objects.get(pk=post.pk).get_latest_revision_as_object().title == "From elsewhere"

    newest = {name: value for name, value in fields_of(asked).items() if name.startswith("loaded_revision")}
    assert owner.post(address, data | newest).status_code == 302
    assert PostPage.objects.get(pk=post.pk).get_latest_revision_as_object().title == "Put back"


def is_saved(client, url, data):
    return answer(client, url, data, "kept-text-compare").json()["is_saved"]


def test_server_knows_which_text_of_a_post_it_has(owner, blog):
    post, _response = write(owner, blog, title="Stored")
    data = post_data("Stored", slug=post.slug)
    data["body-0-id"] = post.body.raw_data[0]["id"]

    assert is_saved(owner, edit_url(post), data)
    assert not is_saved(owner, edit_url(post), data | {"title": "Other"})
    assert not is_saved(owner, edit_url(post), data | {"body-0-value": post_data(body=BODY)["body-0-value"]})


def test_text_that_was_only_looked_at_is_not_unsaved_after_another_version(owner, blog):
    post, _response = write(owner, blog, title="Begun")
    data = post_data("Begun", slug=post.slug) | {"kept-text-base": post.latest_revision_id}
    data["body-0-id"] = post.body.raw_data[0]["id"]
    post.title = "From elsewhere"
    post.save_revision()

    assert is_saved(owner, edit_url(post), data)
    assert not is_saved(owner, edit_url(post), data | {"summary": "Typed"})
    for unknown in ("", "x", "1" * 19, 0):
        assert not is_saved(owner, edit_url(post), data | {"kept-text-base": unknown})


def test_markdown_that_the_blocks_do_not_say_yet_is_not_saved_and_is_shown_again(owner, blog):
    post, _response = write(owner, blog, title="Stored")
    data = post_data("Stored", slug=post.slug) | {"unread_markdown": "More *words*."}
    data["body-0-id"] = post.body.raw_data[0]["id"]

    assert not is_saved(owner, edit_url(post), data)
    shown = BeautifulSoup(answer(owner, edit_url(post), data, "kept-text").content, "html.parser")
    assert shown.find(attrs={"name": "unread_markdown"})["value"] == "More *words*."


def test_server_knows_whether_the_page_shows_the_newest_version(owner, blog):
    post, _response = write(owner, blog, title="Stored")
    newest = post.latest_revision
    loaded = {"loaded_revision_id": newest.pk, "loaded_revision_created_at": newest.created_at.isoformat()}

    def is_shown(**loaded):
        return answer(owner, edit_url(post), post_data("Stored") | loaded, "kept-text-compare").json()["is_shown"]

    assert (is_shown(**loaded), is_shown(**loaded | {"loaded_revision_id": 0})) == (True, False)


def test_server_knows_which_new_post_it_has(owner, blog):
    data = post_data("New")
    data["body-0-id"] = "8c3a25a6-6b2b-4bd5-8a7e-6d1c61b1e8d5"

    assert not is_saved(owner, add_url(blog), data)
    owner.post(add_url(blog), data)

    assert is_saved(owner, add_url(blog), data)
    assert not is_saved(owner, add_url(blog), data | {"title": ""})
    assert not is_saved(owner, add_url(blog), data | {"summary": "Longer"})
    assert PostPage.objects.count() == 1


def test_second_editor_is_asked_before_overwriting_and_both_texts_are_kept(person, blog):
    first, second = person("Editors", first_name="Rita"), person("Editors")
    post, _response = write(first, blog, title="Begun")
    loaded = fields_of(second.get(edit_url(post)))
    follows = {name: loaded[name] for name in ("loaded_revision_id", "loaded_revision_created_at")}
    first.post(edit_url(post), post_data("By Rita", slug=post.slug))

    asked = second.post(edit_url(post), post_data("By the other", slug=post.slug, **follows))

    assert "Rita saved another version" in words_to(asked)[0]
    assert asked.context["form"]["title"].value() == "By the other"
    assert "w-autosave" not in BeautifulSoup(asked.content, "html.parser").find(id="page-edit-form")["data-controller"]
    assert PostPage.objects.get().get_latest_revision_as_object().title == "By Rita"

    follows = {name: fields_of(asked)[name] for name in follows}
    second.post(edit_url(post), post_data("By the other", slug=post.slug, **follows))

    titles = [revision.as_object().title for revision in post.revisions.order_by("pk")]
    assert titles == ["Begun", "By Rita", "By the other"]


def test_kept_text_over_a_newer_version_waits_for_a_person_to_save_it(owner, blog):
    post, _response = write(owner, blog, title="Begun")
    old = fields_of(owner.get(edit_url(post)))
    owner.post(edit_url(post), post_data("Newer", slug=post.slug))

    data = post_data("Kept", slug=post.slug) | {name: old[name] for name in old if name.startswith("loaded_revision")}
    response = answer(owner, edit_url(post), data, "kept-text")

    assert "saved another version" in words_to(response)[-1]
    assert response.context["form"]["title"].value() == "Kept"


def test_session_says_who_is_signed_in_and_gives_a_token_that_works(owner, blog, settings):
    asked = {"X-Requested-With": "XMLHttpRequest"}
    client = Client(enforce_csrf_checks=True)

    assert client.get("/admin/posts/session/", headers=asked).status_code == 403

    client.force_login(owner.user)
    said = client.get("/admin/posts/session/", headers=asked).json()
    client.post(add_url(blog), post_data("With the token", csrfmiddlewaretoken=said["token"]))

    assert said["user"] == owner.user.pk
    assert PostPage.objects.get().title == "With the token"


@pytest.mark.parametrize("action", ["", "publish"])
def test_new_post_that_was_written_on_and_renamed_since_is_known_by_its_first_draft(owner, blog, action):
    # The browser made the address, which is taken since.
    data = post_data("Begun", slug="begun", summary="")
    post, _response = write(owner, blog, action, title="Begun", summary="")
    for number in range(3):
        owner.post(edit_url(post), post_data(f"Written on {number}", slug=post.slug, body=BODY))
        write(owner, blog, title=f"Another {number}")

    assert is_saved(owner, add_url(blog), data)
    assert not is_saved(owner, add_url(blog), data | {"summary": "Not sent"})


def test_view_under_a_name_that_the_editor_does_not_have_is_refused():
    with pytest.raises(ImproperlyConfigured, match="workflow_view_clas"):
        PostViewSet("post_editor", workflow_view_clas=View)
