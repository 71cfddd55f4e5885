"""A post whose stored body the site does not understand: read, opened in the editor, and saved without a loss."""

import json

import pytest
from django.urls import reverse

from blog.models import PostPage
from tests.blog.admin.conftest import edit_url, post_data
from tests.factories import PostPageFactory, text

HOLOGRAM = {"type": "hologram", "value": {"depth": "3 fathoms"}, "id": "5f0e8f4e-7f52-4a06-9d3e-2f2d7c7a0001"}
BODIES = {
    "unknown kind": [*text("<p>Words</p>"), HOLOGRAM],
    "inside a container": [
        {"type": "details", "value": {"summary": "More", "content": [*text("<p>Words</p>"), HOLOGRAM]}}
    ],
    "no body at all": "Words of 3 fathoms",
}


@pytest.fixture(params=BODIES.values(), ids=BODIES)
def post(request, blog):
    """A live post whose row and newest revision hold such a body."""
    post = PostPageFactory(parent=blog, title="Post", slug="post")
    revision = post.save_revision()
    revision.content["body"] = json.dumps(request.param)
    revision.save()
    PostPage.objects.filter(pk=post.pk).update(body=request.param)
    return post


def form_state(answer):
    """What the editor's script makes the fields of the body from."""
    field = answer.context["form"]["body"]
    return field.field.block.get_form_state(field.value())


def test_reader_gets_the_page_and_what_is_stored(post, client):
    answer = client.get("/blog/post/")

    assert answer.status_code == 200
    assert "Words" in answer.content.decode()
    assert "3 fathoms" in answer.content.decode()


def test_editor_finds_what_is_stored(post, owner):
    assert "3 fathoms" in json.dumps(form_state(owner.get(edit_url(post))))


def test_what_the_editor_found_is_saved(post, owner):
    opened = form_state(owner.get(edit_url(post)))
    programs = [block["value"] for block in opened if block["type"] == "code"]
    fields = [("code", {name: value or "" for name, value in program.items()}) for program in programs]

    owner.post(edit_url(post), post_data("Post", slug="post", body=fields))

    saved = list(PostPage.objects.get(pk=post.pk).get_latest_revision_as_object().body.raw_data)
    assert [block["value"]["code"] for block in saved] == [program["code"] for program in programs]


def test_preview_of_it_is_shown(post, owner):
    assert owner.get(reverse("wagtailadmin_pages:view_draft", args=[post.pk])).status_code == 200
