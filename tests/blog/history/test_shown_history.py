"""An editor chooses from which version on readers see the history of a post."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.urls import reverse

from blog.history.models import ShownHistory
from blog.models import BlogSettings, PostPage
from blog.review.roles.groups import make_groups
from blog.review.takedown.action import take_down
from tests.factories import PostPageFactory, text

pytestmark = [pytest.mark.django_db, pytest.mark.database("sqlite")]


@pytest.fixture
def post(site):
    BlogSettings.objects.create(site=site[0], shows_history=True)
    post = PostPageFactory(parent=site[2], title="Ships", slug="ships", body=text("<p>One</p>"))
    post.body = text("<p>Two</p>")
    post.save_revision().publish()
    return PostPage.objects.get(pk=post.pk)


@pytest.fixture
def address(post):
    return reverse("shown_history", args=[post.pk])


@pytest.fixture
def sign_in(client, django_user_model):
    def sign_in(group):
        make_groups()
        user = django_user_model.objects.create_user(group)
        user.groups.add(Group.objects.get(name=group))
        client.force_login(user)
        return client

    return sign_in


def words_of(response):
    return " ".join(BeautifulSoup(response.content, "html.parser").main.get_text(" ").split())


def test_editor_chooses_the_first_version_and_takes_it_back(sign_in, post, address):
    editor = sign_in("Editors")
    assert "Readers see 2 of 2 versions." in words_of(editor.get(address))

    editor.post(address, {"first_number": "2"})
    assert ShownHistory.objects.get().first_number == 2
    assert "Readers see 1 of 2 versions." in words_of(editor.get(address))

    editor.post(address, {"first_number": ""})
    assert ShownHistory.objects.count() == 0


@pytest.mark.parametrize("number", ["0", "3", "x"])
def test_number_without_a_version_is_refused(sign_in, address, number):
    response = sign_in("Editors").post(address, {"first_number": number})

    assert response.status_code == 200
    assert BeautifulSoup(response.content, "html.parser").select(".error-message")
    assert ShownHistory.objects.count() == 0


def test_only_who_may_publish_chooses(sign_in, post, address):
    author = sign_in("Authors")

    author.post(address, {"first_number": "2"})

    assert ShownHistory.objects.count() == 0


def test_page_says_where_the_site_shows_no_history(sign_in, address):
    BlogSettings.objects.update(shows_history=False)

    assert "Readers see no history" in words_of(sign_in("Editors").get(address))


def test_editor_of_a_live_post_leads_there(sign_in, post, address):
    page = sign_in("Editors").get(reverse("wagtailadmin_pages:edit", args=[post.pk]))

    assert BeautifulSoup(page.content, "html.parser").select(f'a[href="{address}"]')


def test_editor_cannot_show_again_what_was_taken_down(sign_in, post, address):
    take_down(post, user=None)
    post = PostPage.objects.get(pk=post.pk)
    post.body = text("<p>Three</p>")
    post.save_revision().publish()
    editor = sign_in("Editors")

    for number in ("1", "2", ""):
        editor.post(address, {"first_number": number})
        assert "Readers see 1 of 3 versions." in words_of(editor.get(address))
