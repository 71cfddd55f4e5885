"""Draft, submit, approve and publish, each through the admin and as each role."""

import re

import pytest
from django.urls import reverse
from wagtail.models import PageViewRestriction

from blog.models import PostPage
from tests.blog.admin.conftest import add_url, edit_url, post_data, words_to, write
from tests.factories import PostPageFactory

pytestmark = pytest.mark.database("sqlite")


def approve(client, post):
    task_state = post.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=(post.pk, "approve", task_state.pk))
    dialog = client.get(address).content.decode()
    seen = re.search(r'name=\\"seen\\" value=\\"([0-9a-f]{64})', dialog)
    return client.post(address, {"comment": "Good.", "seen": seen[1] if seen else "0" * 64})


def test_author_writes_and_submits_but_cannot_publish(person, blog):
    author = person("Authors")

    post, _response = write(author, blog, "submit", title="Mine")
    author.post(edit_url(post), post_data("Mine", slug=post.slug, **{"action-publish": "1"}))

    post = PostPage.objects.get(pk=post.pk)
    assert post.workflow_in_progress
    assert not post.live


def test_author_cannot_open_a_post_of_somebody_else(person, blog):
    theirs = PostPageFactory(parent=blog, live=False)

    response = person("Authors").get(edit_url(theirs), follow=True)

    assert "you do not have permission" in words_to(response)[0]


@pytest.mark.parametrize("role", ["Authors", "Reviewers"])
def test_publishing_a_new_post_saves_a_draft_only_for_those_who_may_not_publish(person, blog, role):
    post, _response = write(person(role), blog, "publish")

    assert not post.live


@pytest.mark.parametrize("role", ["Editors", "Administrators"])
def test_editor_and_administrator_publish(person, blog, role):
    post, _response = write(person(role), blog, "publish")

    assert post.live


def test_reviewer_edits_the_draft_of_somebody_else(person, blog):
    post, _response = write(person("Authors"), blog, title="Before")

    person("Reviewers").post(edit_url(post), post_data("After", slug=post.slug))

    assert PostPage.objects.get().get_latest_revision_as_object().title == "After"


@pytest.mark.parametrize("role", ["Reviewers", "Editors", "Administrators"])
def test_approval_publishes(person, blog, role):
    post, _response = write(person("Authors"), blog, "submit")

    approve(person(role), post)

    assert PostPage.objects.get(pk=post.pk).live


def test_author_cannot_approve(person, blog):
    post, _response = write(person("Authors"), blog, "submit")

    approve(person("Authors"), post)

    assert not PostPage.objects.get(pk=post.pk).live


@pytest.mark.parametrize(("role", "may"), [("Authors", False), ("Reviewers", False), ("Editors", True)])
def test_only_those_who_publish_make_sections(person, site, role, may):
    home = site[1]
    address = reverse("wagtailadmin_pages:add", args=("home", "infopage", home.pk))

    response = person(role).get(address, follow=True)

    assert (response.redirect_chain == []) is may


@pytest.mark.parametrize(("role", "may"), [("Editors", False), ("Administrators", True)])
def test_only_administrators_restrict_a_section(person, blog, role, may):
    address = reverse("wagtailadmin_pages:set_privacy", args=(blog.pk,))

    person(role).post(address, {"restriction_type": "login"})

    assert PageViewRestriction.objects.filter(page=blog).exists() is may


def test_nobody_restricts_a_post(owner, blog):
    post = PostPageFactory(parent=blog)
    address = reverse("wagtailadmin_pages:set_privacy", args=(post.pk,))

    shown = owner.get(address)
    owner.post(address, {"restriction_type": "login"})

    assert shown.status_code == 200
    assert not PageViewRestriction.objects.exists()


@pytest.mark.parametrize(("role", "status"), [("Authors", 302), ("Reviewers", 302), ("Editors", 200)])
def test_only_editors_open_the_form_of_a_topic(person, site, role, status):
    assert person(role).get(reverse("wagtailsnippets_blog_topic:add")).status_code == status


def test_author_can_choose_a_topic_and_an_author(person, blog):
    client = person("Authors")

    for kind in ("topic", "author", "series"):
        assert client.get(reverse(f"wagtailsnippetchoosers_blog_{kind}:choose")).status_code == 200


def test_new_post_leads_straight_to_the_form_of_the_only_blog(person, blog):
    response = person("Authors").get(reverse("posts:choose_parent"))

    assert response.url == add_url(blog)
