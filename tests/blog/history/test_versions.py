"""What goes live is frozen at that moment, once, whichever way it goes."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from blog.history.hashes import canonical_json, format_timestamp
from blog.history.models import PublishedVersion
from blog.models import BlogImage, PostPage
from blog.review.workflow.finish_action import publish_approved
from config.operations.worker import publish_due
from tests.blog.media_files import drawn, saved
from tests.factories import (
    AuthorFactory,
    BlogIndexPageFactory,
    PostPageFactory,
    SeriesFactory,
    TopicFactory,
    text,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(blog):
    return PostPageFactory(parent=blog, title="Ships", slug="ships", body=text("<p>One</p>"), live=False)


def publish(post, words=None, **kwargs):
    """Publishes the post, with other words if they are given, and reads it again."""
    if words:
        post.body = text(f"<p>{words}</p>")
    post.save_revision().publish(**kwargs)
    return PostPage.objects.get(pk=post.pk)


def picture(mark="red", **kwargs):
    file = ContentFile(saved(drawn(mark=mark), "PNG"), name="sea.png")
    return BlogImage.objects.create(title="Sea", file=file, **kwargs)


def versions(post):
    return list(PublishedVersion.objects.filter(post_uuid=post.uuid).order_by("number"))


def test_publication_freezes_what_readers_are_given(blog, django_user_model):
    ada = django_user_model.objects.create_superuser("ada")
    image = picture(credit="A. Sailor")
    zoe, other = AuthorFactory(name="Zoe"), AuthorFactory(name="Ada")
    post = PostPageFactory(
        parent=blog,
        live=False,
        title="Ships",
        slug="ships",
        summary="On ships.",
        body=text("<p>One</p>"),
        topic=TopicFactory(name="Harbours"),
        series=SeriesFactory(title="Voyage"),
        series_place=2,
        tags=["tide", "sea"],
        authors=[zoe, other],
        cover=image,
        cover_alt="The sea",
        licence="cc-by-4.0",
        seo_title="All ships",
        search_description="Ships, all of them",
        canonical_url="https://elsewhere.example/ships",
        published_on=datetime(2020, 1, 2, 3, 4, tzinfo=UTC),
    )

    with time_machine.travel(datetime(2026, 5, 6, 7, 8, 9, tzinfo=UTC), tick=False):
        publish(post, user=ada)

    [version] = versions(post)
    assert version.number == 1
    assert version.published_at == version.recorded_at == datetime(2026, 5, 6, 7, 8, 9, tzinfo=UTC)
    assert version.publisher == ada
    assert version.text == "One\n"
    assert version.files == {f"image:{image.uuid}": image.file_sha256}
    assert version.shown == {
        "title": "Ships",
        "slug": "ships",
        "summary": "On ships.",
        "seo_title": "All ships",
        "search_description": "Ships, all of them",
        "canonical_url": "https://elsewhere.example/ships",
        "licence": "cc-by-4.0",
        "series_place": 2,
        "language": "en",
        "published_on": "2020-01-02T03:04:00.000000Z",
        "cover": {"key": f"image:{image.uuid}", "alt": "The sea"},
        "authors": [str(zoe.uuid), str(other.uuid)],
        "topic": "harbours",
        "tags": ["sea", "tide"],
        "series": "voyage",
        "around": {
            "address": "http://testserver/blog/ships/",
            "published_at": "2020-01-02T03:04:00.000000Z",
            "licence": "cc-by-4.0",
            "cover_credit": "A. Sailor",
            "topic": "Harbours",
            "tags": {"sea": "sea", "tide": "tide"},
            "series": "Voyage",
        },
    }


def test_hashes_are_what_the_documentation_says(draft):
    """The objects, written out by hand, so that a change of the form cannot go unnoticed."""
    with time_machine.travel(datetime(2026, 5, 6, 7, 8, 9, 120, tzinfo=UTC), tick=False):
        post = publish(publish(draft), "Two\n\nThree")

    first, second = versions(post)
    nonce = second.nonces["text/0"]
    leaves = {f"shown/{name}": value for name, value in second.shown.items() if name != "around"}
    leaves |= {f"around/{name}": value for name, value in second.shown["around"].items()}
    leaves |= {"text/0": second.text, "record/page_kind": "post", "record/audience": "everybody"}
    leaves |= {"record/source": "written", "record/review": None, "record/change": None}
    leaves["record/declaration"] = None
    assert second.nonces.keys() == leaves.keys()
    assert len(set(second.nonces.values())) == len(leaves)
    sealed = {name: sha256(canonical_json([name, second.nonces[name], value])) for name, value in leaves.items()}
    assert sealed["text/0"] == sha256(f'["text/0","{nonce}","Two Three\\n"]'.encode())
    assert second.commitment == sha256(canonical_json(sealed))
    assert second.content_hash == sha256(canonical_json({"files": {}, "shown": second.shown, "text": second.text}))
    assert second.previous_hash == first.hash
    assert second.hash == sha256(
        f'{{"commitment":"{second.commitment}","format":2,"number":2,"page":"{post.uuid}","previous":"{first.hash}",'
        '"published_at":"2026-05-06T07:08:09.000120Z","recorded_at":"2026-05-06T07:08:09.000120Z"}'.encode()
    )


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def test_canonical_json_is_that_of_rfc_8785():
    value = {"b": ["é", 'a"\\\n\x01\x7f'], "a": None, "": True}

    assert canonical_json(value) == '{"":true,"a":null,"b":["é","a\\"\\\\\\n\\u0001\x7f"]}'.encode()


def test_saved_draft_of_a_live_post_is_no_version(draft):
    post = publish(draft)
    post.body = text("<p>Not yet for readers</p>")
    post.title = "Not yet"
    post.save_revision()

    assert [version.text for version in versions(post)] == ["One\n"]


def test_publication_that_changes_nothing_shown_is_no_version(draft):
    post = publish(draft)
    post.expire_at = timezone.now() + timedelta(days=9)
    publish(publish(post))

    assert [version.number for version in versions(post)] == [1]


def test_withdrawing_and_publishing_again_is_no_version(draft):
    post = publish(draft)
    post.unpublish()
    publish(post)

    assert [version.number for version in versions(post)] == [1]


def test_going_back_to_older_words_is_a_version(draft):
    post = publish(publish(publish(draft), "Two"), "One")

    assert [version.text for version in versions(post)] == ["One\n", "Two\n", "One\n"]


def test_scheduled_post_is_frozen_when_it_goes_live_and_not_before(draft):
    draft.go_live_at = timezone.now() + timedelta(hours=1)
    publish(draft)
    before = versions(draft)
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        now = timezone.now()
        publish_due()

    assert before == []
    assert [(version.number, version.published_at) for version in versions(draft)] == [(1, now)]


def test_scheduled_change_of_a_live_post_is_frozen_when_it_is_due(draft):
    post = publish(draft)
    post.go_live_at = timezone.now() + timedelta(hours=1)
    publish(post, "Two")
    before = [version.text for version in versions(draft)]
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        publish_due()

    assert before == ["One\n"]
    assert [version.text for version in versions(draft)] == ["One\n", "Two\n"]


def test_post_that_is_added_live_is_frozen(blog):
    post = PostPageFactory(parent=blog, body=text("<p>Here at once</p>"))

    assert [version.text for version in versions(post)] == ["Here at once\n"]


def test_copy_that_stays_live_begins_a_history_of_its_own(draft):
    post = publish(draft)
    copy = post.copy(update_attrs={"slug": "copy"}, keep_live=True)

    newest = versions(copy)[-1]
    copied_at = PostPage.objects.get(pk=copy.pk).first_published_at
    assert newest.shown["around"]["published_at"] == format_timestamp(copied_at)
    assert newest.shown["around"]["address"] == "http://testserver/blog/copy/"
    assert [version.number for version in versions(post)] == [1]


def test_moved_post_shows_its_new_address_in_its_next_version_only(draft):
    post = publish(draft)
    other = BlogIndexPageFactory(parent=Page.objects.get(slug="home"), title="Other", slug="other")
    post.move(other, pos="last-child")
    after_move = len(versions(post))
    publish(PostPage.objects.get(pk=post.pk))

    assert after_move == 1
    assert versions(post)[-1].shown["around"]["address"] == "http://testserver/other/ships/"


def test_editor_who_publishes_in_the_admin_is_the_publisher(client, draft, django_user_model):
    ada = django_user_model.objects.create_superuser("ada")
    draft.save_revision()
    client.force_login(ada)

    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    client.post(f"{address}?id={draft.pk}&next=/admin/")

    assert [version.publisher for version in versions(draft)] == [ada]


def test_reviewer_whose_approval_publishes_is_the_publisher(draft, django_user_model):
    writer, reviewer = map(django_user_model.objects.create_user, ("writer", "reviewer"))
    draft.save_revision(user=writer)
    state = type("State", (), {"content_object": draft})

    publish_approved(state, user=reviewer)

    assert [version.publisher for version in versions(draft)] == [reviewer]


def test_versions_stay_when_their_post_goes(draft):
    post = publish(draft)
    post.delete()

    assert [version.text for version in versions(post)] == ["One\n"]


def refuse(publication):
    message = f"not approved: {publication.content.text}"
    raise RuntimeError(message)


def test_step_that_refuses_takes_the_publication_back(draft, settings):
    post = publish(draft)
    settings.PUBLISH_STEPS = [*settings.PUBLISH_STEPS, f"{__name__}.refuse"]

    with pytest.raises(RuntimeError, match="not approved: Two"):
        publish(post, "Two")

    assert PostPage.objects.get(pk=post.pk).body.raw_data[0]["value"] == "<p>One</p>"
    assert [version.text for version in versions(post)] == ["One\n"]


def queries_of_history(post):
    """How many queries a publication costs more than it would without its version."""
    revision = post.save_revision()
    with CaptureQueriesContext(connection) as queries:
        revision.publish()
    statements = [query["sql"] for query in queries.captured_queries]
    start = max(place for place, sql in enumerate(statements) if sql.startswith('INSERT INTO "blog_publicpost'))
    end = next(place for place, sql in enumerate(statements) if sql.startswith('INSERT INTO "blog_history'))
    return len([sql for sql in statements[start + 1 : end + 1] if not is_of_the_guard(sql)])


def is_of_the_guard(sql):
    return "blog_review_" in sql or (sql.startswith("SELECT 1") and "works_alone" in sql)


def test_version_costs_at_most_five_queries(blog):
    plain = PostPageFactory(
        parent=blog,
        live=False,
        topic=TopicFactory(),
        series=SeriesFactory(),
        tags=["sea", "tide"],
        authors=[AuthorFactory(), AuthorFactory()],
        body=text("<p>One</p>"),
    )
    publish(plain)
    plain.title = "Changed"

    assert queries_of_history(plain) <= 5


def test_cost_of_a_version_does_not_grow_with_pictures_or_with_versions(blog):
    images = [picture() for _ in range(6)]

    def shows(count):
        picture_of = {"alt_text": "Sea", "decorative": False}
        value = {"caption": "", "credit": "", "width": "text", "link": ""}
        return [{"type": "image", "value": value | {"image": {"image": i.pk, **picture_of}}} for i in images[:count]]

    post = PostPageFactory(parent=blog, live=False, body=shows(1))
    post.save_revision().publish()
    costs = []
    for count in (2, 6):
        post = PostPage.objects.get(pk=post.pk)
        post.body = shows(count)
        costs.append(queries_of_history(post))

    assert costs[0] == costs[1]


@pytest.mark.database("postgresql")
def test_newest_version_is_read_under_the_lock_of_the_post(draft):
    """Two who publish at once wait for each other there, so that numbers have no gap."""
    post = publish(draft)
    post.title = "Changed"
    revision = post.save_revision()

    with CaptureQueriesContext(connection) as queries:
        revision.publish()

    statements = [query["sql"] for query in queries.captured_queries]
    lock = next(place for place, sql in enumerate(statements) if "FOR UPDATE" in sql and "blog_postpage" in sql)
    newest = next(place for place, sql in enumerate(statements) if 'FROM "blog_history_publishedversion"' in sql)
    assert lock < newest
