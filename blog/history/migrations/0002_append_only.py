"""The database itself refuses to change or delete a published version, whoever asks.

Left open, and only so: a publisher may be forgotten (set to NULL), and a version may be redacted once, which empties
text, shown and files together, in the same statement that gives the moment and a reason. SQLite needs the third
trigger because INSERT OR REPLACE deletes a row without asking the second.

SQLite drops the triggers of a table that a migration rebuilds. Such a migration has to run this one's SQL again;
`manage.py doctor` says so where it was forgotten.
"""

from django.db import migrations

TABLE = "blog_history_publishedversion"
FROZEN = ("id", "post_uuid", "number", "published_at", "recorded_at", "content_hash", "previous_hash", "hash")
EMPTIED = ("text", "shown", "files", "redacted_at", "redaction_reason")
NO_CHANGE = "A published version cannot be changed. What must not be read any more can be redacted, with a reason."
NO_DELETE = "A published version cannot be deleted. What must not be read any more can be redacted, with a reason."


def allowed(same, empty):
    """The condition under which an UPDATE may happen. `same` compares, NULLs included."""
    unchanged = [f"NEW.{column} {same} OLD.{column}" for column in FROZEN]
    unread = [f"NEW.{column} {same} OLD.{column}" for column in EMPTIED]
    redacted = [
        "OLD.redaction_reason = ''",
        "trim(NEW.redaction_reason) <> ''",
        "NEW.redacted_at IS NOT NULL",
        "NEW.text = ''",
        f"NEW.shown = {empty}",
        f"NEW.files = {empty}",
    ]
    return f"""
        {" AND ".join(unchanged)}
        AND (NEW.publisher_id {same} OLD.publisher_id OR NEW.publisher_id IS NULL)
        AND (({" AND ".join(unread)}) OR ({" AND ".join(redacted)}))
    """


CREATE = {
    "sqlite": [
        f"""
        CREATE TRIGGER blog_history_no_change BEFORE UPDATE ON {TABLE}
        WHEN NOT ({allowed("IS", "'{}'")})
        BEGIN SELECT RAISE(ABORT, '{NO_CHANGE}'); END
        """,
        f"""
        CREATE TRIGGER blog_history_no_delete BEFORE DELETE ON {TABLE}
        BEGIN SELECT RAISE(ABORT, '{NO_DELETE}'); END
        """,
        f"""
        CREATE TRIGGER blog_history_no_replace BEFORE INSERT ON {TABLE}
        WHEN EXISTS (
            SELECT 1 FROM {TABLE}
            WHERE id = NEW.id OR hash = NEW.hash OR (post_uuid = NEW.post_uuid AND number = NEW.number)
        )
        BEGIN SELECT RAISE(ABORT, '{NO_CHANGE}'); END
        """,
    ],
    "postgresql": [
        f"""
        CREATE FUNCTION blog_history_no_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {allowed("IS NOT DISTINCT FROM", "'{}'::jsonb")} THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = '{NO_CHANGE}';
        END $$
        """,
        """
        CREATE FUNCTION blog_history_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = '%s';
        END $$
        """
        % NO_DELETE,
        f"""
        CREATE TRIGGER blog_history_no_change BEFORE UPDATE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION blog_history_no_change()
        """,
        f"""
        CREATE TRIGGER blog_history_no_delete BEFORE DELETE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION blog_history_no_delete()
        """,
    ],
}
DROP = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS blog_history_no_replace",
        "DROP TRIGGER IF EXISTS blog_history_no_delete",
        "DROP TRIGGER IF EXISTS blog_history_no_change",
    ],
    "postgresql": [
        f"DROP TRIGGER IF EXISTS blog_history_no_delete ON {TABLE}",
        f"DROP TRIGGER IF EXISTS blog_history_no_change ON {TABLE}",
        "DROP FUNCTION IF EXISTS blog_history_no_delete()",
        "DROP FUNCTION IF EXISTS blog_history_no_change()",
    ],
}


def create(apps, schema_editor):
    for statement in CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def drop(apps, schema_editor):
    for statement in DROP[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("blog_history", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
