"""What a reviewer sees first: the newest draft against what readers have, in words."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from blog.history.models import PublishedVersion
from blog.history.redaction.versions import redact
from blog.models import BlogImage
from blog.review.roles.groups import make_groups
from tests.blog.media_files import drawn, saved
from tests.factories import PostPageFactory, of_posts, text

pytestmark = [pytest.mark.django_db, pytest.mark.database("sqlite")]
PNG = saved(drawn(), "PNG")


@pytest.fixture
def post(blog):
    post = PostPageFactory(parent=blog, title="Ships", live=False, body=text("<p>The red ship sails at dawn.</p>"))
    post.save_revision().publish()
    post.refresh_from_db()
    post.title = "Tall ships"
    post.body = text("<p>The <b>blue</b> ship sails at dawn.</p><p>It is <i>new</i>.</p>")
    post.save_revision()
    return post


@pytest.fixture
def editor(client, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("ada"))
    return client


def diff_in(response):
    assert response.status_code == 200
    found = BeautifulSoup(response.content, "html.parser").select_one(".post-diff")
    found.select_one(".post-diff__key").decompose()
    return found


def words(elements):
    return [" ".join(element.get_text().split()) for element in elements]


def test_changes_say_what_was_deleted_and_inserted(editor, post):
    page = diff_in(editor.get(reverse("post_changes", args=[post.pk])))

    assert words(page.select("p del")) == ["[deleted] red [end of deleted]"]
    assert words(page.select("p ins")) == ["[inserted] blue [end of inserted]"]
    assert words(page.select(".post-diff__part--added .post-diff__p")) == ["It is new."]
    assert words(page.select("dt")) == ["Title"]


@pytest.mark.parametrize("change", ["added", "removed"])
def test_long_code_or_list_that_came_or_went_is_shown_whole(editor, post, change):
    code = {"type": "code", "value": {"code": "\n".join(f"line {number}" for number in range(30)), "language": "text"}}
    items = text("<ul>" + "".join(f"<li>Item {number}</li>" for number in range(30)) + "</ul>")
    before, after = text("<p>Before.</p>"), [*text("<p>Before.</p>"), code, *items]
    for body in (before, after) if change == "added" else (after, before):
        post.body = body
        post.save_revision().publish()
    found = diff_in(
        editor.get(
            reverse(
                "wagtailadmin_pages:revisions_compare",
                args=[post.pk, *post.revisions.order_by("pk").values_list("pk", flat=True)[2:4]],
            )
        )
    )

    part = found.select(f".post-diff__part--{change}")
    assert "line 29" in str(part)
    assert "Item 29" in str(part)
    assert not found.select(".post-diff__fold")


def test_address_of_a_new_link_is_spelled_out_unless_its_words_are_it(editor, post):
    link, address = "https://example.org/dock", "example.org/dock"
    post.body = text(f'<p>The red ship sails at <a href="{link}">the dock</a> or <a href="{link}">{address}</a>.</p>')
    post.save_revision()

    page = diff_in(editor.get(reverse("post_changes", args=[post.pk])))

    assert words(page.select("ins .post-diff__look")) == [f"({link})"]


def test_address_that_stays_is_not_spelled_out_where_words_of_the_link_changed(editor, post):
    for words_of_link in ("the OBDC drivers", "the ODBC drivers"):
        post.body = text(f'<p>Built on <a href="https://example.org/odbc">{words_of_link}</a> of old.</p>')
        revision = post.save_revision()
        if "OBDC" in words_of_link:
            revision.publish()

    page = diff_in(editor.get(reverse("post_changes", args=[post.pk])))

    assert "ODBC" in page.select_one("ins").text
    assert page.select(".post-diff__look") == []


def test_words_and_signs_stand_as_close_as_in_the_post(editor, post):
    post.body = text("<p>The red ship sails at noon.</p>")
    post.save_revision()

    page = diff_in(editor.get(reverse("post_changes", args=[post.pk])))

    for spoken in page.select(".post-diff__spoken"):
        spoken.decompose()
    assert page.select_one(".post-diff__p").get_text().strip() == "The red ship sails at dawnnoon."


def test_markup_in_a_post_is_shown_and_not_run(editor, post):
    post.body = text("<p>See &lt;script&gt;alert(1)&lt;/script&gt; and <a href='javascript:alert(1)'>this</a></p>")
    post.title = "<script>alert(2)</script>"
    post.save_revision()

    page = diff_in(editor.get(reverse("post_changes", args=[post.pk])))

    assert page.select("script") == []
    assert [link["href"] for link in page.select("a")] == []


def test_two_revisions_are_compared_by_the_same_diff(editor, post):
    first, second = post.revisions.order_by("pk")

    page = diff_in(editor.get(reverse("wagtailadmin_pages:revisions_compare", args=[post.pk, first.pk, second.pk])))

    assert words(page.select("p del")) == ["[deleted] red [end of deleted]"]


def test_two_published_versions_are_compared(editor, post):
    post.get_latest_revision().publish()

    page = diff_in(editor.get(reverse("post_version_changes", args=[post.pk, 1, 2])))

    assert words(page.select("p ins")) == ["[inserted] blue [end of inserted]"]


def test_redacted_version_is_not_compared(editor, post):
    post.get_latest_revision().publish()
    redact(of_posts(PublishedVersion).get(number=1), {"text/0": ""}, reason="A name was in it")

    assert editor.get(reverse("post_version_changes", args=[post.pk, 1, 2])).status_code == 404


def test_post_without_a_change_says_so(editor, post):
    post.get_latest_revision().publish()

    response = editor.get(reverse("post_changes", args=[post.pk]))

    assert "There are no differences for readers." in response.text


def test_who_may_not_edit_the_post_may_not_see_its_changes(client, post, django_user_model):
    make_groups()
    author = django_user_model.objects.create_user("bob")
    author.groups.add(Group.objects.get(name="Authors"))
    client.force_login(author)
    first, second = post.revisions.order_by("pk")
    addresses = [
        reverse("post_changes", args=[post.pk]),
        reverse("post_version_changes", args=[post.pk, 1, 1]),
        reverse("wagtailadmin_pages:revisions_compare", args=[post.pk, first.pk, second.pk]),
    ]
    # Wagtail leads people who lack a permission to the first screen of the admin.
    answers = [client.get(address) for address in addresses]
    assert [answer.headers.get("Location") for answer in answers] == [reverse("wagtailadmin_home")] * 3


def test_editor_of_a_live_post_with_a_draft_links_to_its_changes(editor, post):
    address = reverse("post_changes", args=[post.pk])
    links = f'a[href="{address}"]'

    draft = BeautifulSoup(editor.get(reverse("wagtailadmin_pages:edit", args=[post.pk])).content, "html.parser")
    post.get_latest_revision().publish()
    live = BeautifulSoup(editor.get(reverse("wagtailadmin_pages:edit", args=[post.pk])).content, "html.parser")

    assert words(draft.select(links)) == ["What changed"]
    assert live.select(links) == []


def test_comparison_costs_as_many_queries_with_six_pictures_as_with_two(editor, post):
    images = [BlogImage.objects.create(title="Sea", file=SimpleUploadedFile("a.png", PNG)) for _ in range(6)]
    picture = {"caption": "", "credit": "", "width": "text", "link": ""}
    asked = []
    for count in (2, 6):
        post.body = [
            {"type": "image", "value": picture | {"image": {"image": one.pk, "alt_text": "Sea", "decorative": False}}}
            for one in images[:count]
        ]
        post.save_revision()
        # Sizes that are missing are made the first time.
        editor.get(reverse("post_changes", args=[post.pk]))
        with CaptureQueriesContext(connection) as queries:
            page = diff_in(editor.get(reverse("post_changes", args=[post.pk])))
        assert len(page.select("img")) == count
        asked.append(len(queries))

    assert asked[0] == asked[1]
