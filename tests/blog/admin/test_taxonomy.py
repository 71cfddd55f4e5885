"""What renaming and deleting an author, topic, series or tag does, and that it is said before."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from blog.models import Author, Topic
from tests.blog.admin.conftest import edit_url, post_data, words_to
from tests.factories import (
    AuthorFactory,
    BlogIndexPageFactory,
    PostPageFactory,
    SeriesFactory,
    TagFactory,
    TopicFactory,
)

KINDS = {
    "topic": (TopicFactory, lambda topic: {"topic": topic}),
    "series": (SeriesFactory, lambda series: {"series": series, "series_place": 1}),
    "tag": (TagFactory, lambda tag: {"tags": [tag]}),
    "author": (AuthorFactory, lambda author: {"authors": [author]}),
}
LOSABLE = ["topic", "series", "tag"]


def address(kind, view, *args):
    return reverse(f"wagtailsnippets_blog_{kind}:{view}", args=args)


def subject(kind, blog, **kwargs):
    """A topic (series, tag, author) and a live post that uses it."""
    factory, fields = KINDS[kind]
    item = factory(**kwargs)
    return item, PostPageFactory(parent=blog, title="Uses it", **fields(item))


def rename(client, kind, item, name, slug):
    title = "title" if kind == "series" else "name"
    data = {title: name, "slug": slug, "description": "", "bio": "", "portrait": "", "user": ""}
    return client.post(address(kind, "edit", item.pk), nested_form_data({**data, "links": inline_formset([])}))


def deletion_page(client, kind, item):
    html = client.get(address(kind, "delete", item.pk)).content
    return BeautifulSoup(html, "html.parser").select_one("#main")


def draft_with(client, post, **fields):
    """Saves a draft over a post that is live without these fields."""
    client.post(edit_url(post), post_data(post.title, slug=post.slug, **fields))


def text_of(element):
    return " ".join(element.get_text(" ").split())


@pytest.mark.parametrize("kind", KINDS)
def test_list_counts_posts_and_drafts(owner, blog, kind):
    item, _post = subject(kind, blog)
    PostPageFactory(parent=blog, live=False, **KINDS[kind][1](item))

    html = owner.get(address(kind, "list")).content
    row = BeautifulSoup(html, "html.parser").select_one("tbody tr")

    assert [text_of(cell) for cell in row.select("td")][-1] == "2"


def test_list_counts_a_topic_that_only_a_draft_names(owner, blog):
    topic = TopicFactory()
    draft_with(owner, PostPageFactory(parent=blog), topic=topic.pk)

    html = owner.get(address("topic", "list")).content

    row = BeautifulSoup(html, "html.parser").select_one("tbody tr")
    assert text_of(row.select("td")[-1]) == "1"


@pytest.mark.parametrize("kind", KINDS)
def test_form_is_shown(owner, blog, kind):
    item, _post = subject(kind, blog)

    assert owner.get(address(kind, "edit", item.pk)).status_code == 200
    assert owner.get(address(kind, "usage", item.pk)).status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_new_name_is_on_every_post_at_once(owner, client, blog, kind):
    item, post = subject(kind, blog)

    rename(owner, kind, item, "A new name", item.slug)

    assert "A new name" in client.get(post.url).content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_new_slug_leads_the_old_lists_of_every_blog_to_the_new_ones(owner, client, site, kind):
    _site, home, blog = site
    item, _post = subject(kind, blog, slug="old")
    other = BlogIndexPageFactory(parent=home, slug="other")
    PostPageFactory(parent=other, **KINDS[kind][1](item))
    folder = "series" if kind == "series" else f"{kind}s"

    rename(owner, kind, item, "Name", "new")

    for section in (blog, other):
        old, new = f"{section.url}{folder}/old/", f"{section.url}{folder}/new/"
        answer = client.get(old)
        assert (answer.status_code, answer.url) == (301, new)
        assert client.get(new).status_code == 200


def test_slug_that_comes_back_leaves_no_loop(owner, client, blog):
    topic, _post = subject("topic", blog, slug="first")

    rename(owner, "topic", topic, "Name", "second")
    rename(owner, "topic", topic, "Name", "first")

    assert list(Redirect.objects.values_list("old_path", flat=True)) == ["/blog/topics/second"]
    assert client.get("/blog/topics/second/").url == "/blog/topics/first/"
    assert client.get("/blog/topics/first/").status_code == 200


def test_second_new_slug_is_one_step_from_the_first(owner, client, blog):
    topic, _post = subject("topic", blog, slug="first")

    rename(owner, "topic", topic, "Name", "second")
    rename(owner, "topic", topic, "Name", "third")

    assert client.get("/blog/topics/first/").url == "/blog/topics/third/"


def test_slug_in_other_letters_is_led_on_too(owner, client, blog):
    topic, _post = subject("topic", blog, slug="übung")

    rename(owner, "topic", topic, "Name", "новое")

    answer = client.get("/blog/topics/übung/", follow=True)
    assert (len(answer.redirect_chain), answer.status_code) == (1, 200)


def test_slug_of_another_topic_is_refused_in_words(owner, blog):
    TopicFactory(slug="taken")
    topic, _post = subject("topic", blog, slug="old")

    response = rename(owner, "topic", topic, "Name", "taken")

    assert "already exists" in response.context["form"].errors["slug"][0]
    assert not Redirect.objects.exists()


@pytest.mark.parametrize("kind", LOSABLE)
def test_deletion_page_says_how_many_posts_lose_it(owner, blog, kind):
    item, _post = subject(kind, blog)
    draft = PostPageFactory(parent=blog, title="Not yet", live=False, **KINDS[kind][1](item))

    page = deletion_page(owner, kind, item)

    assert f"“{item}” will be removed from 2 posts" in text_of(page)
    assert "1 of them is live" in text_of(page)
    assert page.select_one(f"a[href='{edit_url(draft)}']").get_text() == "Not yet"


def test_deletion_page_counts_a_draft_over_a_live_post(owner, blog):
    topic = TopicFactory()
    draft_with(owner, PostPageFactory(parent=blog, title="Live"), topic=topic.pk)

    assert "will be removed from 1 post" in text_of(deletion_page(owner, "topic", topic))


def test_deletion_page_of_an_unused_topic_says_so(owner, blog):
    assert "No published post or draft uses this" in text_of(deletion_page(owner, "topic", TopicFactory()))


@pytest.mark.parametrize("kind", LOSABLE)
def test_deleted_subject_is_gone_from_posts_and_drafts_which_stay(owner, client, blog, kind):
    item, post = subject(kind, blog, slug="gone")
    draft = PostPageFactory(parent=blog, live=False, **KINDS[kind][1](item))
    name = str(item)

    owner.post(address(kind, "delete", item.pk))

    assert name not in client.get(post.url).content.decode()
    opened = owner.get(edit_url(draft))
    assert opened.status_code == 200
    fields = {"topic": "", "series": "", "series_place": "", "tags": ""}
    owner.post(edit_url(draft), post_data("Goes on", slug=draft.slug, **fields, **{"action-publish": "1"}))
    draft.refresh_from_db()
    assert draft.live


def test_author_in_use_is_not_deleted_and_the_page_names_the_posts(owner, blog):
    author, post = subject("author", blog, name="Ada")

    page = deletion_page(owner, "author", author)

    assert "Ada is an author of 1 post and cannot be deleted" in text_of(page)
    assert page.select_one(f"a[href='{edit_url(post)}']").get_text() == "Uses it"
    assert not page.select("form[method=POST]")


def test_author_of_a_draft_over_a_live_post_is_in_use(owner, blog):
    author = AuthorFactory(name="Ada")
    draft_with(owner, PostPageFactory(parent=blog), authors=[author])

    assert "cannot be deleted" in text_of(deletion_page(owner, "author", author))


def test_deleting_an_author_in_use_all_the_same_is_refused_in_words(owner, blog):
    author, _post = subject("author", blog, name="Ada")

    response = owner.post(address("author", "delete", author.pk), follow=True)

    assert "Ada is an author of 1 post," in words_to(response)[0]
    assert Author.objects.filter(pk=author.pk).exists()


def test_deleting_several_authors_one_of_them_in_use_is_refused_in_words(owner, blog):
    author, _post = subject("author", blog, name="Ada")
    unused = AuthorFactory()
    bulk = reverse("wagtail_bulk_action", args=("blog", "author", "delete"))

    response = owner.post(f"{bulk}?id={author.pk}&id={unused.pk}", follow=True)

    assert "Ada is an author of" in words_to(response)[0]
    assert Author.objects.count() == 2


def test_unused_author_is_deleted(owner, site):
    author = AuthorFactory()

    owner.post(address("author", "delete", author.pk))

    assert not Author.objects.exists()


@pytest.mark.parametrize("name", ["🎉", "Ö", "日本語", "a" * 80])
def test_odd_name_of_a_topic_gets_an_address(owner, client, site, name):
    owner.post(address("topic", "add"), {"name": name, "slug": "", "description": ""})

    topic = Topic.objects.get(name=name)
    PostPageFactory(parent=site[2], topic=topic)
    assert client.get(f"/blog/topics/{topic.slug}/").status_code == 200
