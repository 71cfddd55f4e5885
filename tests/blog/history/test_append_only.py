"""No way through the database's own guard, on either database, but the one that is meant."""

from importlib import import_module

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from blog.history.models import PublishedVersion
from blog.history.redaction.versions import redact
from blog.history.triggers import changed_triggers, restore_triggers
from tests.factories import PostPageFactory, of_posts, text

pytestmark = [pytest.mark.django_db, pytest.mark.database("sqlite", "postgresql")]

TABLE = PublishedVersion._meta.db_table
OTHER = {
    "post_uuid": "11111111-1111-1111-1111-111111111111",
    "published_at": "2001-01-01T00:00:00Z",
    "recorded_at": "2001-01-01T00:00:00Z",
    "shown": {"title": "Other"},
    "files": {"image:1": "other"},
    "redacted_at": timezone.now(),
    "record": {"page_kind": "other"},
    "nonces": {},
    "redacted": {"text/0": "other"},
    "format": 3,
}
MAY_CHANGE = {"publisher"}


@pytest.fixture
def version(blog, django_user_model):
    post = PostPageFactory(parent=blog, body=text("<p>Words</p>"), live=False)
    post.save_revision().publish(user=django_user_model.objects.create_superuser("ada"))
    return of_posts(PublishedVersion).get()


def refused():
    return pytest.raises(IntegrityError, match="cannot be")


def test_no_column_can_be_changed(version, subtests):
    columns = {field.name for field in PublishedVersion._meta.concrete_fields} - MAY_CHANGE

    for name in sorted(columns):
        value = OTHER.get(name, version.pk + 77 if name in {"id", "number"} else "other")
        with subtests.test(name), refused(), transaction.atomic():
            PublishedVersion.objects.filter(pk=version.pk).update(**{name: value})


def test_publisher_cannot_be_replaced_but_is_forgotten_with_the_user(version, django_user_model):
    eve = django_user_model.objects.create_superuser("eve")

    with refused(), transaction.atomic():
        PublishedVersion.objects.update(publisher=eve)
    version.publisher.delete()

    assert of_posts(PublishedVersion).get().publisher is None


def test_no_version_can_be_deleted(version, subtests):
    ways = {
        "instance": version.delete,
        "query set": PublishedVersion.objects.all().delete,
        "raw": lambda: run(f"DELETE FROM {TABLE}"),
    }
    for name, way in ways.items():
        with subtests.test(name), refused(), transaction.atomic():
            way()

    assert of_posts(PublishedVersion).count() == 1


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_raw_statement_cannot_change_the_text(version):
    with refused(), transaction.atomic():
        run(f"UPDATE {TABLE} SET text = 'other'")


def test_instance_cannot_be_saved_changed(version):
    version.text = "other"

    with refused(), transaction.atomic():
        version.save()


def test_upsert_cannot_change_a_version(version):
    other = of_posts(PublishedVersion).get()
    other.text = "other"

    with refused(), transaction.atomic():
        PublishedVersion.objects.bulk_create(
            [other], update_conflicts=True, unique_fields=["id"], update_fields=["text"]
        )


@pytest.mark.database("sqlite")
def test_replace_cannot_change_a_version(version):
    names = ", ".join(field.column for field in PublishedVersion._meta.concrete_fields)

    with refused(), transaction.atomic():
        run(f"INSERT OR REPLACE INTO {TABLE} ({names}) SELECT {names.replace('text', "'other'")} FROM {TABLE}")


@pytest.fixture
def former(version):
    """A version of the first format."""
    values = {field.name: getattr(version, field.name) for field in PublishedVersion._meta.concrete_fields}
    later = dict.fromkeys(("id", "format", "commitment", "record", "nonces", "redacted"))
    return PublishedVersion.objects.create(**values | later | {"number": 2, "hash": "1" * 64})


WHOLE = {"text": "", "shown": {}, "files": {}, "redacted_at": timezone.now(), "redaction_reason": "Asked for."}


def test_redaction_empties_a_version_of_the_first_format_once(former):
    row = PublishedVersion.objects.filter(pk=former.pk)

    assert row.update(**WHOLE) == 1
    with refused(), transaction.atomic():
        row.update(redaction_reason="Another reason.")

    found = row.get()
    assert (found.text, found.shown, found.number, found.redaction_reason) == ("", {}, 2, "Asked for.")


@pytest.mark.parametrize(
    "change",
    [
        {"redaction_reason": " "},
        {"redacted_at": None},
        {"text": "Something else"},
        {"files": {"image:1": "0"}},
        {"number": 7},
        {"content_hash": ""},
        {"redacted": {}},
    ],
    ids=lambda change: next(iter(change)),
)
def test_half_a_redaction_of_the_first_format_is_refused(former, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        PublishedVersion.objects.filter(pk=former.pk).update(**WHOLE | change)


def test_redaction_removes_one_value_and_can_be_made_again(version):
    redact(version, {"text/0": "█████"}, reason="A person asked to be left out.")
    redact(version, {"shown/title": "█████"}, reason="Asked again.")

    found = of_posts(PublishedVersion).get()
    assert (found.text, found.shown["title"], found.redaction_reason) == ("█████", "█████", "Asked again.")
    assert found.redacted.keys() == {"text/0", "shown/title"}
    assert not found.nonces.keys() & found.redacted.keys()


@pytest.mark.parametrize(
    "change",
    [
        {"redaction_reason": " "},
        {"redacted_at": None},
        {"redacted": None},
        {"content_hash": "0" * 64},
        {"commitment": "0" * 64},
        {"hash": "0" * 64},
        {"number": 7},
    ],
    ids=lambda change: next(iter(change)),
)
def test_half_a_redaction_is_refused(version, change):
    removed = {"text": "", "content_hash": "", "redacted": {"text/0": "1" * 64}, "nonces": {}}
    removed |= {"redacted_at": timezone.now(), "redaction_reason": "Asked for."}

    with pytest.raises(IntegrityError), transaction.atomic():
        PublishedVersion.objects.filter(pk=version.pk).update(**removed | change)


def test_whole_database_can_be_emptied_and_stays_guarded(version):
    # Nothing may be left for the end of the transaction when PostgreSQL empties a table.
    connection.check_constraints()

    call_command("flush", interactive=False, verbosity=0)

    assert PublishedVersion.objects.count() == 0
    assert changed_triggers(connection) == set()


def test_guard_can_be_put_back_and_that_of_the_first_format_by_its_migration(version):
    migration = import_module("blog.history.migrations.0003_format_two")
    editor = connection.schema_editor()
    connection.check_constraints()

    migration.FORMAT_ONE.drop(None, editor)
    without = changed_triggers(connection)
    migration.put_back(None, editor)
    former = changed_triggers(connection)
    restore_triggers(connection)

    assert without >= {"blog_history_no_change", "blog_history_no_delete"}
    assert "blog_history_no_change" in former
    assert changed_triggers(connection) == set()
