import pytest
from django.urls import reverse
from django.utils import timezone

from blog.models import PostPage
from tests.blog.admin.conftest import edit_url, post_data, words_to
from tests.factories import AuthorFactory, BlogIndexPageFactory, PostPageFactory, text


def copy(client, post, **fields):
    data = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": post.get_parent().pk, **fields}
    return client.post(reverse("wagtailadmin_pages:copy", args=(post.pk,)), data)


def test_copy_is_a_draft_with_a_key_and_no_date_of_its_own(owner, blog):
    author = AuthorFactory()
    dated = timezone.now() - timezone.timedelta(days=900)
    post = PostPageFactory(parent=blog, slug="first", published_on=dated, authors=[author], body=text("<p>Words</p>"))

    copy(owner, post)

    made = PostPage.objects.get(slug="copy")
    assert (made.live, made.published_on, made.first_published_at) == (False, None, None)
    assert made.uuid != post.uuid
    assert [row.author for row in made.post_authors.all()] == [author]
    newest = made.get_latest_revision_as_object()
    assert (newest.uuid, newest.published_on) == (made.uuid, None)


def test_copy_can_go_back_to_a_version_of_the_original_and_be_published(owner, blog):
    post = PostPageFactory(parent=blog, slug="first")
    owner.post(edit_url(post), post_data("Second", slug="first"))
    copy(owner, post)
    made = PostPage.objects.get(slug="copy")
    oldest = made.revisions.order_by("pk").first()

    data = post_data("Old", slug="copy", revision=oldest.pk, **{"action-publish": "1"})
    owner.get(reverse("wagtailadmin_pages:revisions_revert", args=(made.pk, oldest.pk)))
    owner.post(edit_url(made), data)

    made.refresh_from_db()
    assert made.live
    assert made.uuid != post.uuid


def test_published_copy_has_the_date_of_its_own_publication(owner, blog):
    dated = timezone.now() - timezone.timedelta(days=900)
    post = PostPageFactory(parent=blog, slug="first", published_on=dated)

    copy(owner, post, publish_copies="on")

    assert PostPage.objects.get(slug="copy").public.published_at > dated + timezone.timedelta(days=899)


def test_copy_form_offers_no_alias(owner, blog):
    post = PostPageFactory(parent=blog)

    form = owner.get(reverse("wagtailadmin_pages:copy", args=(post.pk,))).context["form"]

    assert "alias" not in form.fields


@pytest.mark.parametrize("which", ["post", "blog"])
def test_alias_of_a_post_or_of_a_section_with_posts_is_refused_in_words(owner, blog, which):
    post = PostPageFactory(parent=blog, slug="first")

    response = copy(owner, {"post": post, "blog": blog}[which], alias="on", copy_subpages="on")

    assert "Pages cannot be aliases" in words_to(owner.get(response.url))[0]
    assert PostPage.objects.get() == post


def test_copy_to_the_address_of_a_list_is_refused_in_words(owner, blog):
    post = PostPageFactory(parent=blog)

    form = copy(owner, post, new_slug="archive").context["form"]

    assert "is reserved by the blog" in form.errors["new_slug"][0]


def test_post_can_be_copied_to_another_blog(owner, site):
    _site, home, blog = site
    other = BlogIndexPageFactory(parent=home, slug="other")
    post = PostPageFactory(parent=blog, slug="first")

    copy(owner, post, new_parent_page=other.pk)

    assert PostPage.objects.get(slug="copy").get_parent().specific == other


def test_copy_of_a_whole_blog_copies_its_posts_with_new_keys(owner, blog):
    first = PostPageFactory(parent=blog, slug="first")

    copy(owner, blog, copy_subpages="on", new_slug="second")

    keys = set(PostPage.objects.filter(slug="first").values_list("uuid", flat=True))
    assert len(keys) == 2
    assert first.uuid in keys
