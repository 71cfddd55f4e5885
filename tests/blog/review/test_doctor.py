"""The doctor repairs nothing past the guard."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from blog.history.models import PublishedVersion
from blog.models import BlogSettings, PostPage, PublicPost
from tests.blog.review.people import again, decide, draft, submit
from tests.factories import of_posts

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(team):
    post = draft(team, team.wanda, title="Tides")
    submit(post, team.wanda)
    decide(post, team.rita)
    return again(post)


def repair(capsys):
    call_command("doctor", "--repair")
    return capsys.readouterr().out


def test_words_that_slipped_in_behind_the_guard_are_reported_and_not_recorded(post, capsys):
    PostPage.objects.filter(pk=post.pk).update(seo_title="Slipped in")

    said = repair(capsys)

    assert "is not what its version 1 says: seo_title. This page was not recorded as published" in said
    assert of_posts(PublishedVersion).count() == 1


def test_publishing_puts_what_was_approved_in_the_place_of_what_slipped_in(team, post, capsys):
    PostPage.objects.filter(pk=post.pk).update(seo_title="Slipped in")
    repair(capsys)

    again(post).get_latest_revision().publish(user=team.edda)

    assert again(post).seo_title == ""


def test_draft_that_an_update_made_live_is_not_shown_to_readers(team, capsys):
    post = draft(team, team.wanda, title="Tides")
    PostPage.objects.filter(pk=post.pk).update(live=True, first_published_at=timezone.now())

    said = repair(capsys)

    assert f"Post {post.pk} “Tides” is hidden from readers, but should be public. “Tides” was not published" in said
    assert not PublicPost.objects.exists()
    assert not of_posts(PublishedVersion).exists()


def test_what_is_approved_comes_back_to_readers(post, capsys):
    PublicPost.objects.all().delete()

    assert "repaired" in repair(capsys)
    assert PublicPost.objects.get().post == post


def test_one_who_works_alone_gets_the_version_that_is_missing(post, capsys):
    BlogSettings.objects.update(works_alone=True)
    PostPage.objects.filter(pk=post.pk).update(seo_title="Slipped in")

    assert "1 repaired." in repair(capsys)
    assert PublishedVersion.objects.latest("number").shown["seo_title"] == "Slipped in"
