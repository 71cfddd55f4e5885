"""No way through the database's own guard, on either database, but the one that is meant."""

from importlib import import_module

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from blog.history.models import PublishedVersion
from blog.history.triggers import missing_triggers
from tests.factories import PostPageFactory, text

pytestmark = [pytest.mark.django_db, pytest.mark.database("sqlite", "postgresql")]

TABLE = PublishedVersion._meta.db_table
OTHER = {
    "post_uuid": "11111111-1111-1111-1111-111111111111",
    "published_at": "2001-01-01T00:00:00Z",
    "recorded_at": "2001-01-01T00:00:00Z",
    "shown": {"title": "Other"},
    "files": {"image:1": "other"},
    "redacted_at": timezone.now(),
}
MAY_CHANGE = {"publisher"}


@pytest.fixture
def version(blog, django_user_model):
    post = PostPageFactory(parent=blog, body=text("<p>Words</p>"), live=False)
    post.save_revision().publish(user=django_user_model.objects.create_superuser("ada"))
    return PublishedVersion.objects.get()


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

    assert PublishedVersion.objects.get().publisher is None


def test_no_version_can_be_deleted(version, subtests):
    ways = {
        "instance": version.delete,
        "query set": PublishedVersion.objects.all().delete,
        "raw": lambda: run(f"DELETE FROM {TABLE}"),
    }
    for name, way in ways.items():
        with subtests.test(name), refused(), transaction.atomic():
            way()

    assert PublishedVersion.objects.count() == 1


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
    other = PublishedVersion.objects.get()
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


def test_redaction_empties_a_version_once_and_leaves_number_date_and_reason(version):
    row = PublishedVersion.objects.filter(pk=version.pk)
    emptied = {"text": "", "shown": {}, "files": {}, "redacted_at": timezone.now()}

    assert row.update(**emptied, redaction_reason="A person asked to be left out.") == 1
    with refused(), transaction.atomic():
        row.update(redaction_reason="Another reason.")

    kept = row.get()
    assert (kept.text, kept.shown, kept.number) == ("", {}, 1)
    assert kept.redaction_reason == "A person asked to be left out."


@pytest.mark.parametrize(
    "change",
    [
        {"redaction_reason": " "},
        {"redacted_at": None},
        {"text": "Something else"},
        {"files": {"image:1": "0"}},
        {"number": 2},
    ],
    ids=lambda change: next(iter(change)),
)
def test_half_a_redaction_is_refused(version, change):
    whole = {"text": "", "shown": {}, "files": {}, "redacted_at": timezone.now(), "redaction_reason": "Asked for."}

    with pytest.raises(IntegrityError), transaction.atomic():
        PublishedVersion.objects.filter(pk=version.pk).update(**whole | change)


def test_whole_database_can_be_emptied_and_stays_guarded(version):
    # Nothing may be left for the end of the transaction when PostgreSQL empties a table.
    connection.check_constraints()

    call_command("flush", interactive=False, verbosity=0)

    assert PublishedVersion.objects.count() == 0
    assert missing_triggers(connection) == set()


def test_guard_can_be_taken_off_and_put_on_by_its_migration(version):
    migration = import_module("blog.history.migrations.0002_append_only")
    editor = connection.schema_editor()

    migration.drop(None, editor)
    without = missing_triggers(connection)
    migration.create(None, editor)

    assert without >= {"blog_history_no_change", "blog_history_no_delete"}
    assert missing_triggers(connection) == set()
