import json
from datetime import UTC, datetime

import pytest
from django.utils import timezone
from wagtail.models import Comment

from blog.media.tag_field import DELIMITER
from blog.models import PostPage
from tests.blog.admin.conftest import edit_url, post_data, write
from tests.factories import AuthorFactory, PostPageFactory, TagFactory
from tests.matrix import combinations

pytestmark = pytest.mark.django_db

JSON = {"accept": "application/json"}


@pytest.fixture
def fields(site, picture):
    due = timezone.now().replace(year=timezone.now().year + 1)
    return {
        "title": "Tides",
        "slug": "tides",
        "body": [("text", "<p>Ebb</p><h2>Flow</h2>"), ("divider", "")],
        "authors": [AuthorFactory(), AuthorFactory()],
        "tags": DELIMITER.join([TagFactory(name="sea").name, "ink"]),
        "cover": picture.pk,
        "cover_alt": "A lighthouse",
        "published_on": "2025-01-02 03:04",
        "expire_at": due.strftime("%Y-%m-%d %H:%M"),
    }


@pytest.fixture
def post(owner, blog, fields):
    post, _response = write(owner, blog, **fields)
    return post


def drafts_of(post):
    return list(post.revisions.values_list("pk", "created_at"))


def sent(post, fields):
    """What its form sends: rows that are stored come with their ids."""
    data = post_data(**fields)
    latest = PostPage.objects.get(pk=post.pk).get_latest_revision_as_object()
    rows = latest.post_authors.all()
    data["post_authors-INITIAL_FORMS"] = str(len([row for row in rows if row.pk]))
    for place, row in enumerate(rows):
        data |= {f"post_authors-{place}-id": str(row.pk or ""), f"post_authors-{place}-ORDER": str(place + 1)}
    return data


@pytest.mark.parametrize("headers", [{}, JSON])
@pytest.mark.parametrize("is_live", [False, True])
def test_save_that_changes_nothing_makes_no_draft(owner, post, fields, headers, is_live):
    if is_live:
        post.get_latest_revision().publish()
    before = drafts_of(post)

    for _time in range(2):
        response = owner.post(edit_url(post), sent(post, fields), headers=headers)
        assert response.status_code in (200, 302)

    assert drafts_of(post) == before
    assert PostPage.objects.get(pk=post.pk).has_unpublished_changes is not is_live


CHANGES = {
    "title": "Tide",
    "slug": "tide",
    "summary": "At length.",
    "body": [("divider", ""), ("text", "<p>Ebb</p><h2>Flow</h2>")],
    "authors": [],
    "tags": "ink",
    "cover": "",
    "cover_alt": "Another",
    "published_on": "2025-01-02 03:05",
    "expire_at": "",
    "go_live_at": f"{timezone.now():%Y-%m-%d} 23:59",
}


@pytest.mark.parametrize(("name", "is_live"), combinations(CHANGES, [False, True]))
def test_save_that_changes_anything_is_a_draft(owner, post, fields, name, is_live):
    if is_live:
        post.get_latest_revision().publish()
    before = drafts_of(post)
    stored = sent(post, fields)
    changed = (
        sent(post, {**fields, name: CHANGES[name]}) if name != "authors" else stored | {"post_authors-0-DELETE": "1"}
    )

    owner.post(edit_url(post), changed)
    assert len(drafts_of(post)) == len(before) + 1
    if name == "authors":
        return
    owner.post(edit_url(post), changed)
    assert len(drafts_of(post)) == len(before) + 1

    owner.post(edit_url(post), stored)
    assert len(drafts_of(post)) == len(before) + 2


NEAR = {
    "code": ('<p data-block-key="abcde">', '<p data-block-key="fghij">'),
    "text": ('<p>What data-block-key="abcde" is</p>', '<p>What data-block-key="fghij" is</p>'),
    "markdown": ('<i data-block-key="abcde">', '<i data-block-key="fghij">'),
}


@pytest.mark.parametrize("kind", NEAR)
def test_words_that_look_like_names_are_a_change(owner, blog, kind):
    code = {"language": "", "file_name": "", "marked_lines": "", "caption": ""}
    old, new = ([(kind, {**code, "code": words} if kind == "code" else words)] for words in NEAR[kind])
    post, _response = write(owner, blog, title="Tides", slug="tides", body=old)

    owner.post(edit_url(post), post_data("Tides", slug="tides", body=new))

    assert "fghij" in str(PostPage.objects.get(pk=post.pk).get_latest_revision_as_object().body.get_prep_value())


def test_names_and_fields_that_an_import_did_not_store_are_no_change(owner, blog):
    post = PostPageFactory(parent=blog, title="Tides", slug="tides", summary="In short.")
    code = {"language": "", "file_name": "", "marked_lines": "", "caption": ""}
    note = '<span data-footnote="1" data-text="One{}two">[1]</span>'
    stored = [
        {"type": "text", "value": f"<p>Ebb {note.format('&#10;')} </p>"},
        {"type": "code", "value": {"code": "x"}},
    ]
    post.body, post.published_on = json.dumps(stored), datetime(2025, 1, 2, 3, 4, 5, 6, tzinfo=UTC)
    post.save_revision()
    before = drafts_of(post)

    words = f'<p data-block-key="abcde">Ebb {note.format("&#10;")}</p>'
    sent = [("text", words), ("code", {**code, "code": "x", "caption": ""})]
    data = post_data("Tides", slug="tides", body=sent, published_on="2025-01-02 03:04")
    owner.post(edit_url(post), data | {"body-0-id": "a", "body-1-id": "b"})

    assert drafts_of(post) == before


def test_comment_is_a_change_and_stays(owner, post, fields):
    before = drafts_of(post)
    comment = {"id": "", "contentpath": "title", "text": "Is it?", "position": "", "DELETE": "", "resolved": ""}
    data = sent(post, fields) | {f"comments-0-{name}": value for name, value in comment.items()}
    replies = {"TOTAL": "0", "INITIAL": "0", "MIN_NUM": "0", "MAX_NUM": "1000"}
    data |= {f"comments-0-replies-{name}_FORMS": value for name, value in replies.items()}

    owner.post(edit_url(post), data | {"comments-TOTAL_FORMS": "1"})

    assert len(drafts_of(post)) == len(before) + 1
    assert [one.text for one in Comment.objects.filter(page=post)] == ["Is it?"]


def test_publishing_without_a_change_still_publishes(owner, post, fields):
    owner.post(edit_url(post), sent(post, fields) | {"action-publish": "1"})

    assert PostPage.objects.get(pk=post.pk).live


def test_old_draft_that_is_put_back_is_a_draft(owner, post, fields):
    first = post.get_latest_revision()
    owner.post(edit_url(post), sent(post, {**fields, "summary": "At length."}))
    before = drafts_of(post)

    owner.post(edit_url(post), sent(post, fields) | {"revision": first.pk})

    assert len(drafts_of(post)) == len(before) + 1
    assert PostPage.objects.get(pk=post.pk).get_latest_revision_as_object().summary == "In short."
