"""The doctor reads versions against posts, and every chain against itself."""

import contextlib
import json
from importlib import import_module

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection

from blog.history.models import PublishedVersion
from blog.history.redaction.versions import redact
from blog.models import BlogImage, PostPage, Topic
from blog.publishing.trash import move_to_trash
from blog.scheduling.worker_status import record_heartbeat
from tests.blog.admin.conftest import make_picture
from tests.blog.media_files import drawn, saved
from tests.factories import AuthorFactory, PostPageFactory, SeriesFactory, TopicFactory, of_posts, text

pytestmark = [pytest.mark.django_db, pytest.mark.database("sqlite", "postgresql")]

# A post under another key has no versions, as one from before there were any.
OTHER = "11111111-1111-4111-8111-111111111111"
ALL_WELL = "All well: readers see exactly what the page tree says, and every live post has its version."


@pytest.fixture
def post(blog):
    post = PostPageFactory(
        parent=blog,
        title="Ships",
        slug="ships",
        body=text("<p>One</p>"),
        topic=TopicFactory(name="Harbours"),
        authors=[AuthorFactory(name="Ada")],
    )
    post.body = text("<p>Two</p>")
    post.save_revision().publish()
    return PostPage.objects.get(pk=post.pk)


@pytest.fixture(autouse=True)
def working(db):
    """The doctor asks for the worker, too."""
    record_heartbeat()


@pytest.fixture
def unguarded():
    """A database in which somebody has taken the triggers off."""
    migration = import_module("blog.history.migrations.0002_append_only")
    migration.drop(None, connection.schema_editor())


def findings(capsys, *arguments):
    with contextlib.suppress(CommandError):
        call_command("doctor", *arguments)
    steps, *found = capsys.readouterr().out.splitlines()
    assert steps.startswith("Steps of publishing: load_content, check_publication")
    return found


def test_healthy_history_has_no_findings(post, capsys):
    assert findings(capsys) == [ALL_WELL]


def test_live_post_from_before_there_were_versions_gets_its_first(post, capsys):
    PostPage.objects.filter(pk=post.pk).update(uuid=OTHER)

    found = findings(capsys)
    findings(capsys, "--repair")

    assert found == [f"Post {post.pk} “Ships” is live, but has no version in its history."]
    [version] = PublishedVersion.objects.filter(post_uuid=OTHER)
    assert (version.number, version.text, version.publisher) == (1, "Two\n", None)
    assert version.published_at == post.last_published_at < version.recorded_at
    assert findings(capsys) == [ALL_WELL]


def test_words_that_update_slipped_past_the_history_are_named_and_recorded(post, capsys):
    PostPage.objects.filter(pk=post.pk).update(seo_title="Slipped in", canonical_url="https://elsewhere.example/")

    found = findings(capsys)
    findings(capsys, "--repair")

    assert found == [f"Post {post.pk} “Ships” is not what its version 2 says: canonical_url, seo_title."]
    newest = PublishedVersion.objects.latest("number")
    assert (newest.number, newest.shown["seo_title"]) == (3, "Slipped in")
    assert newest.published_at == newest.recorded_at


def test_renamed_topic_is_no_change_of_its_posts(post, capsys):
    topic = Topic.objects.get(name="Harbours")
    topic.name = "Ports"
    topic.save()

    assert findings(capsys) == [ALL_WELL]


def test_thing_that_was_deleted_is_no_change_of_its_posts(post, capsys):
    picture, linked = make_picture(), PostPageFactory(parent=post.get_parent())
    shown = {"image": picture.pk, "alt_text": "Sea", "decorative": False}
    post.body = json.dumps(
        [
            {"type": "image", "value": {"image": shown, "caption": "", "credit": "", "width": "text", "link": ""}},
            {"type": "bookmark", "value": {"url": "https://a.example/", "title": "A", "poster": picture.pk}},
            {"type": "text", "value": f'<p><a linktype="page" id="{linked.pk}">There</a></p>'},
        ]
    )
    post.cover, post.cover_alt, post.series, post.series_place = picture, "Sea", SeriesFactory(), 1
    post.tags.add("sea", "wind")
    post.save_revision().publish()
    post.tags.first().delete()
    for thing in (post.topic, post.series, picture, linked):
        thing.delete()

    assert findings(capsys) == [ALL_WELL]

    PostPage.objects.filter(pk=post.pk).update(topic=TopicFactory())
    assert f"Post {post.pk} “Ships” is not what its version 3 says: topic." in findings(capsys)


def test_picture_whose_file_was_replaced_is_named(post, capsys):
    def file(mark):
        return ContentFile(saved(drawn(mark=mark), "PNG"), name="sea.png")

    post.cover = BlogImage.objects.create(title="Sea", file=file("red"))
    post.cover_is_decorative = True
    post.save_revision().publish()
    post.cover.file = file("blue")
    post.cover.save()

    assert findings(capsys) == [f"Post {post.pk} “Ships” is not what its version 3 says: files."]


def test_withdrawn_post_needs_no_version(post, capsys):
    PostPage.objects.filter(pk=post.pk).update(uuid=OTHER)
    post.unpublish()

    assert findings(capsys) == [ALL_WELL]


def test_post_in_the_trash_needs_no_version_of_its_address_there(post, capsys):
    move_to_trash(post)

    assert findings(capsys, "--repair") == [ALL_WELL]
    assert PublishedVersion.objects.filter(post_uuid=post.uuid).count() == 2


def test_missing_guard_is_named_and_put_back(post, unguarded, capsys):
    assert findings(capsys)[0].startswith("The database does not guard published versions: a trigger is missing or")

    connection.check_constraints()
    findings(capsys, "--repair")

    assert findings(capsys) == [ALL_WELL]


def test_guard_of_other_text_is_named(post, capsys):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER blog_history_no_delete")
            cursor.execute(
                "CREATE TRIGGER blog_history_no_delete BEFORE DELETE ON blog_history_publishedversion "
                "WHEN OLD.number = 77 BEGIN SELECT RAISE(ABORT, 'no'); END"
            )
        else:
            cursor.execute(
                "CREATE OR REPLACE FUNCTION blog_history_no_delete() RETURNS trigger LANGUAGE plpgsql "
                "AS 'BEGIN RETURN OLD; END'"
            )

    assert findings(capsys)[0].startswith("The database does not guard published versions: a trigger is missing or")


@pytest.mark.parametrize(
    ("change", "number", "finding"),
    [
        ({"text": "Other words"}, 1, "was changed after it was recorded: its text or what is shown around it"),
        ({"published_at": "2001-01-01T00:00:00Z"}, 1, "was changed after it was recorded: its number, times or hash"),
        ({"hash": "0" * 64}, 2, "does not follow the version before it, which was changed after it was recorded"),
        ({"number": 3}, 2, "follows version 0: what was between them is missing"),
    ],
)
def test_version_that_was_changed_behind_the_guard_is_named(post, unguarded, capsys, change, number, finding):
    of_posts(PublishedVersion).filter(number=1).update(**change)

    named = f"Version {number} of page {post.uuid} {finding}. Restore the database from a backup."
    assert named in findings(capsys)


def test_redacted_version_breaks_no_chain(post, capsys):
    redact(of_posts(PublishedVersion).get(number=1), {"text/0": "", "shown/title": None}, reason="Asked for.")

    assert findings(capsys) == [ALL_WELL]
