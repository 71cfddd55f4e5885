"""What stands below a blog keeps its old address when the blog gets another one."""

import pytest
from django.test import TestCase

from blog.models import Tag
from tests.factories import PostPageFactory

pytestmark = pytest.mark.django_db


def rename(blog, slug):
    blog.slug = slug
    with TestCase.captureOnCommitCallbacks(execute=True):
        blog.save_revision().publish()


@pytest.fixture
def moved(blog):
    post = PostPageFactory(parent=blog, title="Tides", slug="tides")
    post.tags.add(Tag.objects.create(name="Sea", slug="sea"))
    post.save()
    rename(blog, "news")
    return blog


@pytest.mark.parametrize("below", ["feed/", "tags/sea/", "archive/", "tides/", "tides.md"])
def test_everything_below_a_renamed_blog_is_found(client, moved, below):
    response = client.get(f"/blog/{below}")

    assert (response.status_code, response["Location"].removeprefix("http://localhost")) == (301, f"/news/{below}")
    assert client.get(response["Location"]).status_code == 200


def test_address_that_never_was_is_not_found(client, moved):
    assert client.get("/blog/never/", follow=True).status_code == 404


def test_blog_that_moves_below_its_old_address_leads_nobody_in_circles(client, moved):
    rename(moved, "blog")

    assert client.get("/blog/feed/").status_code == 200
    assert client.get("/blog/never/").status_code == 404
    assert client.get("/news/feed/")["Location"].endswith("/blog/feed/")
