import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from blog.media.tag_field import DELIMITER
from blog.models import PostPage
from tests.blog.admin.conftest import add_url, edit_url, errors_of, post_data, write
from tests.factories import AuthorFactory, PostPageFactory, SeriesFactory, TopicFactory
from tests.matrix import sampled

pytestmark = pytest.mark.database("sqlite")


def test_new_post_of_a_person_with_an_author_names_that_author(owner, blog):
    author = AuthorFactory(name="Ada", user=owner.user)

    form = owner.get(add_url(blog)).context["form"]

    assert [row.instance.author for row in form.formsets["post_authors"].forms] == [author]


def test_preset_author_is_kept_when_the_post_is_saved(owner, blog):
    author = AuthorFactory(name="Ada", user=owner.user)
    data = post_data(authors=[author])
    # The browser sends back what the server counted as already there.
    data["post_authors-INITIAL_FORMS"] = "1"

    owner.post(add_url(blog), data)

    assert [row.author for row in PostPage.objects.get().post_authors.all()] == [author]


def test_title_of_a_new_post_has_the_focus_and_that_of_an_old_one_has_not(owner, blog):
    post = PostPageFactory(parent=blog)

    new = owner.get(add_url(blog)).context["form"]
    old = owner.get(edit_url(post)).context["form"]

    assert "autofocus" in str(new["title"])
    assert "autofocus" not in str(old["title"])


def test_title_writes_the_slug(owner, blog):
    html = owner.get(add_url(blog)).content.decode()

    assert "w-sync" in html


@pytest.mark.parametrize("action", ["publish", "submit"])
def test_post_with_an_undescribed_cover_goes_nowhere(owner, blog, picture, action):
    post, response = write(owner, blog, action, cover=picture.pk)

    assert post is None
    assert "Say what the cover shows" in errors_of(response)["cover_alt"][0]


def test_draft_may_have_an_undescribed_cover(owner, blog, picture):
    post, _response = write(owner, blog, cover=picture.pk)

    assert post.cover == picture


@pytest.mark.parametrize("fields", [{"cover_alt": "A lighthouse"}, {"cover_is_decorative": "on"}])
def test_described_or_decorative_cover_is_published(owner, blog, picture, fields):
    post, _response = write(owner, blog, "publish", cover=picture.pk, **fields)

    assert post.live


@pytest.mark.parametrize("action", ["", "publish"])
def test_author_named_twice_is_refused_in_words(owner, blog, action):
    author = AuthorFactory(name="Ada")

    post, response = write(owner, blog, action, authors=[author, author])

    assert post is None
    assert errors_of(response)["post_authors"][1]["author"] == ["Ada is already an author of this post."]


SLUGS = ["archive", "topics", "tags", "authors", "series", "feed", "history", "suggest"]


@pytest.mark.parametrize("slug", sampled(SLUGS, short={"archive", "suggest"}))
def test_slug_of_a_list_is_refused_in_words(owner, blog, slug):
    post, response = write(owner, blog, title=slug.title(), slug=slug)

    assert post is None
    assert "is reserved by the blog" in errors_of(response)["slug"][0]


def test_title_that_is_the_name_of_a_list_is_refused_in_words(owner, blog):
    post, response = write(owner, blog, title="Archive")

    assert post is None
    assert "slug" in errors_of(response)


TITLES = ["🎉", "🎉🎉", "!!!", "日本語の題", "Ö", "a" * 255, "ع" * 255]


@pytest.mark.parametrize("title", sampled(TITLES, short={"🎉", "日本語の題", "ع" * 255}))
def test_odd_title_is_saved_and_published(owner, blog, title):
    post, _response = write(owner, blog, "publish", title=title)

    assert (post.title, post.live) == (title, True)
    assert post.slug


def test_second_title_of_signs_only_gets_a_slug_of_its_own(owner, blog):
    first, _response = write(owner, blog, title="🎉")
    second, _response = write(owner, blog, title="🎉")

    assert first.slug != second.slug


def test_title_that_is_too_long_is_refused_in_words(owner, blog):
    post, response = write(owner, blog, title="a" * 300)

    assert post is None
    assert "at most 255" in errors_of(response)["title"][0]


def test_publication_date_in_the_future_is_refused_in_words(owner, blog):
    tomorrow = timezone.now() + dt.timedelta(days=1)

    post, response = write(owner, blog, published_on=tomorrow.strftime("%Y-%m-%d %H:%M"))

    assert post is None
    assert "set a schedule instead" in errors_of(response)["published_on"][0]


def test_place_without_a_series_is_refused_in_words(owner, blog):
    post, response = write(owner, blog, series_place="2")

    assert post is None
    assert "Choose the series" in errors_of(response)["series"][0]


@pytest.mark.parametrize("place", ["0", "-1", "99999999999", "one"])
def test_impossible_place_in_a_series_is_refused_in_words(owner, blog, place):
    post, response = write(owner, blog, series=SeriesFactory().pk, series_place=place)

    assert post is None
    assert "series_place" in errors_of(response)


def test_unknown_topic_is_refused_in_words(owner, blog):
    topic = TopicFactory()

    post, response = write(owner, blog, topic=topic.pk + 1)

    assert post is None
    assert "topic" in errors_of(response)


TAGS = [
    ["python", "python"], ["python", "Python"], ["one, two", "three"], ["a" * 100], ["🎉", "!!!"], [","],
    ['5" floppy', "C++"], ['say "yes"'], ["Paris, France"],
]  # fmt: skip


@pytest.mark.parametrize("names", sampled(TAGS, short=[TAGS[1], TAGS[2], TAGS[5], TAGS[6]]))
def test_odd_tags_are_saved_as_they_are(owner, blog, names):
    # As Wagtail's script writes a name with a space.
    written = [f'"{name}"' if " " in name else name for name in names]

    post, _response = write(owner, blog, "publish", tags=DELIMITER.join(written))

    assert post.live
    assert set(post.tags.names()) == set(names)
    field = BeautifulSoup(owner.get(edit_url(post)).content, "html.parser").select_one("[name=tags]")
    assert set(field["value"].split(DELIMITER)) == set(names)


def test_tag_that_is_too_long_is_refused_in_words(owner, blog):
    _post, response = write(owner, blog, "publish", tags=f"{'a' * 101}{DELIMITER}b")

    assert "over 100 characters" in response.content.decode()


def test_words_of_a_decorative_cover_are_shown_to_nobody(client, blog, picture):
    post = PostPageFactory(parent=blog, cover=picture, cover_alt="Unseen", cover_is_decorative=True)

    assert "Unseen" not in client.get(post.url).content.decode()


def test_second_tab_does_not_lose_the_first_ones_text_silently(owner, blog):
    post, _response = write(owner, blog, title="Begun")
    loaded = post.latest_revision
    owner.post(edit_url(post), post_data("First tab", slug=post.slug))
    data = post_data("Second tab", slug=post.slug, loaded_revision_id=str(loaded.pk))
    data["loaded_revision_created_at"] = loaded.created_at.isoformat()

    answer = owner.post(edit_url(post), data, headers={"Accept": "application/json"})

    assert answer.status_code == 400
    assert answer.json()["error_code"] == "invalid_revision"
    assert PostPage.objects.get().get_latest_revision_as_object().title == "First tab"


def test_autosave_of_a_new_post_saves_a_draft(owner, blog):
    answer = owner.post(add_url(blog), post_data("Begun"), headers={"Accept": "application/json"}).json()

    assert answer["success"]
    assert not PostPage.objects.get(pk=answer["pk"]).live


def autosave(client, post, **fields):
    """Autosaves the post as its newest version, with these fields in it."""
    newest = post.get_latest_revision()
    data = post_data(post.title, slug=post.slug, loaded_revision_id=str(newest.pk), **fields)
    data["loaded_revision_created_at"] = newest.created_at.isoformat()
    return client.post(edit_url(post), data, headers={"Accept": "application/json"})


def newest_body(post):
    return [block.block_type for block in PostPage.objects.get(pk=post.pk).get_latest_revision_as_object().body]


@pytest.mark.parametrize("action", ["", "publish"])
def test_autosave_does_not_empty_a_body_unless_a_person_did(owner, blog, action):
    post, _response = write(owner, blog, action, title="Begun")

    refused = autosave(owner, post, body=[])
    kept = newest_body(post)
    meant = autosave(owner, post, body=[], body_emptied="1")

    assert (refused.status_code, refused.json()["error_code"]) == (400, "body_came_empty")
    assert kept == ["text"]
    assert meant.json()["success"]
    assert newest_body(post) == []


def test_autosave_of_a_body_that_is_empty_already_goes_on(owner, blog):
    post, _response = write(owner, blog, title="Begun", body=[])

    assert autosave(owner, post, body=[], summary="More").json()["success"]


ODD_BODIES = {
    "empty text": [("text", "")],
    "script": [("text", "<script>alert(1)</script>")],
    "code without a language": [
        ("code", {"code": "x", "language": "🎉", "file_name": "", "marked_lines": "", "caption": ""})
    ],
    "lines that end before they begin": [
        ("code", {"code": "x", "language": "", "file_name": "", "marked_lines": "9-1", "caption": ""})
    ],
    "markdown of brackets": [("markdown", "[" * 2000)],
    "embed of no player": [("embed", {"url": "https://example.org/?v=🎉", "title": "", "caption": ""})],
}


@pytest.mark.parametrize("body", ODD_BODIES.values(), ids=ODD_BODIES)
def test_odd_body_is_saved_published_and_read(owner, blog, client, body):
    post, response = write(owner, blog, "publish", title="Odd", body=body)

    assert post, errors_of(response)
    assert client.get(post.url).status_code == 200


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://[", "nowhere", "https://"])
def test_embed_of_what_is_no_address_is_refused_in_words(owner, blog, address):
    post, response = write(owner, blog, body=[("embed", {"url": address, "title": "", "caption": ""})])

    assert post is None
    assert "body" in errors_of(response)


INCOMPLETE = {
    "image": [
        (
            "image",
            {
                "image": {"image": "", "alt_text": "", "decorative": ""},
                "caption": "null",
                "credit": "",
                "width": "text",
                "link": "",
            },
        )
    ],
    "code": [("code", {"code": "", "language": "", "file_name": "", "marked_lines": "", "caption": ""})],
    "embed": [("embed", {"url": "", "title": "", "caption": ""})],
    "markdown": [("markdown", "")],
}


@pytest.mark.parametrize("body", INCOMPLETE.values(), ids=INCOMPLETE)
def test_incomplete_block_is_kept_in_a_draft_which_can_be_previewed(owner, blog, body):
    post, response = write(owner, blog, title="Half done", body=body)

    assert post, errors_of(response)
    assert owner.get(edit_url(post)).status_code == 200
    assert owner.get(reverse("wagtailadmin_pages:view_draft", args=(post.pk,))).status_code == 200
