"""A post says by which other post it was replaced, as part of its versions."""

import pytest
from django.core.exceptions import ValidationError

from blog.history.content import content_of, differences
from blog.history.models import PublishedVersion
from blog.models import BlogSettings, PostPage
from tests.blog.history.test_public_history import soup, words_of
from tests.factories import PostPageFactory, restrict

pytestmark = pytest.mark.django_db


@pytest.fixture
def old(blog):
    """A post that another replaced in its second version."""
    BlogSettings.objects.create(site=blog.get_site(), shows_history=True)
    old = PostPageFactory(parent=blog, slug="old")
    old.replaced_by = PostPageFactory(parent=blog, slug="new", title="New & right")
    old.save_revision().publish()
    return PostPage.objects.get(pk=old.pk)


def links(client):
    page = soup(client, "/blog/old/")
    return [(link["href"], link.text) for link in page.select(".correction a")]


def test_post_leads_to_what_replaced_it(client, old):
    assert links(client) == [("/blog/new/", "New & right")]


def test_hidden_replacement_is_not_named(client, old):
    restriction = restrict(old.replaced_by)
    assert links(client) == []
    restriction.delete()
    PostPage.objects.get(slug="new").unpublish()
    assert links(client) == []


def test_replacement_is_part_of_the_version_and_its_difference(client, old):
    first, second = PublishedVersion.objects.filter(post_uuid=old.uuid).order_by("number")
    changes = soup(client, "/blog/old/history/2/against/1/")

    assert ("replaced_by" in first.shown, second.shown["replaced_by"]) == (False, f"post:{old.replaced_by.uuid}")
    assert "Replaced by" in words_of(changes.select_one(".post-diff__facts"))
    assert "/blog/new/" in words_of(changes.select_one(".post-diff__facts"))
    old.replaced_by.unpublish()
    assert "a post that is not public" in words_of(
        soup(client, "/blog/old/history/2/against/1/").select_one(".post-diff__facts")
    )


def test_deleted_replacement_is_no_difference(old):
    version = PublishedVersion.objects.newest_of(old.uuid)
    old.replaced_by.delete()

    assert differences(version.content, content_of(PostPage.objects.get(pk=old.pk))) == []


def test_post_does_not_replace_itself(old):
    old.replaced_by = old

    with pytest.raises(ValidationError, match="Choose another post"):
        old.clean()
