"""Adds the columns of the second format, and lets its redaction remove single values.

The columns are nullable and have no default, so that SQLite adds them without building the table again, which would drop
the triggers. A later migration that changes the triggers replaces all of them, and `blog.history.triggers` then names it.
"""

from importlib import import_module

from django.db import migrations, models

FORMAT_ONE = import_module("blog.history.migrations.0002_append_only")

TABLE = "blog_history_publishedversion"
FROZEN = ("id", "post_uuid", "number", "published_at", "recorded_at", "previous_hash", "hash", "format", "commitment")
READ = ("content_hash", "text", "shown", "files", "record", "nonces", "redacted", "redacted_at", "redaction_reason")
NO_CHANGE = "A published version cannot be changed. What must not be read any more can be redacted, with a reason."
NO_DELETE = "A published version cannot be deleted. What must not be read any more can be redacted, with a reason."


def allowed(same, empty):
    """The condition under which an UPDATE may happen. `same` compares, NULLs included."""

    def unchanged(*columns):
        return " AND ".join(f"NEW.{column} {same} OLD.{column}" for column in columns)

    whole = [
        "OLD.format IS NULL",
        unchanged("content_hash", "record", "nonces", "redacted"),
        "OLD.redaction_reason = ''",
        "NEW.text = ''",
        f"NEW.shown = {empty}",
        f"NEW.files = {empty}",
    ]
    single = ["OLD.format = 2", "NEW.content_hash = ''", "NEW.redacted IS NOT NULL"]
    return f"""
        {unchanged(*FROZEN)}
        AND (NEW.publisher_id {same} OLD.publisher_id OR NEW.publisher_id IS NULL)
        AND (
            ({unchanged(*READ)})
            OR (
                trim(NEW.redaction_reason) <> '' AND NEW.redacted_at IS NOT NULL
                AND (({" AND ".join(whole)}) OR ({" AND ".join(single)}))
            )
        )
    """


# By vendor and name: the whole statement on SQLite, the body of the trigger's function on PostgreSQL.
DEFINITIONS = {
    "sqlite": {
        "blog_history_no_change": f"""CREATE TRIGGER blog_history_no_change BEFORE UPDATE ON {TABLE}
        WHEN NOT ({allowed("IS", "'{}'")})
        BEGIN SELECT RAISE(ABORT, '{NO_CHANGE}'); END""",
        "blog_history_no_delete": f"""CREATE TRIGGER blog_history_no_delete BEFORE DELETE ON {TABLE}
        BEGIN SELECT RAISE(ABORT, '{NO_DELETE}'); END""",
        # INSERT OR REPLACE deletes a row without running the trigger above.
        "blog_history_no_replace": f"""CREATE TRIGGER blog_history_no_replace BEFORE INSERT ON {TABLE}
        WHEN EXISTS (
            SELECT 1 FROM {TABLE}
            WHERE id = NEW.id OR hash = NEW.hash OR (post_uuid = NEW.post_uuid AND number = NEW.number)
        )
        BEGIN SELECT RAISE(ABORT, '{NO_CHANGE}'); END""",
    },
    "postgresql": {
        "blog_history_no_change": f"""
        BEGIN
            IF {allowed("IS NOT DISTINCT FROM", "'{}'::jsonb")} THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = '{NO_CHANGE}';
        END
        """,
        "blog_history_no_delete": f"""
        BEGIN
            RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = '{NO_DELETE}';
        END
        """,
    },
}
EVENTS = {"blog_history_no_change": "UPDATE", "blog_history_no_delete": "DELETE"}


def statements(vendor):
    """The SQL that puts the triggers in place, whatever is there."""
    for name, definition in DEFINITIONS[vendor].items():
        if vendor == "sqlite":
            yield f"DROP TRIGGER IF EXISTS {name}"
            yield definition
        else:
            yield f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${definition}$$"
            yield (
                f"CREATE OR REPLACE TRIGGER {name} BEFORE {EVENTS[name]} ON {TABLE} "
                f"FOR EACH ROW EXECUTE FUNCTION {name}()"
            )
            yield f"ALTER TABLE {TABLE} ENABLE TRIGGER {name}"


def replace(apps, schema_editor):
    for statement in statements(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def put_back(apps, schema_editor):
    FORMAT_ONE.drop(apps, schema_editor)
    FORMAT_ONE.create(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("blog_history", "0002_append_only")]

    operations = [
        migrations.AddField("publishedversion", "format", models.PositiveSmallIntegerField(editable=False, null=True)),
        migrations.AddField("publishedversion", "commitment", models.CharField(editable=False, max_length=64, null=True)),
        migrations.AddField("publishedversion", "record", models.JSONField(editable=False, null=True)),
        migrations.AddField("publishedversion", "nonces", models.JSONField(editable=False, null=True)),
        migrations.AddField("publishedversion", "redacted", models.JSONField(editable=False, null=True)),
        migrations.RunPython(replace, put_back),
    ]
