"""PostgreSQL is told what it costs to read titles without their index."""

from django.db import migrations

POSTGRESQL = [
    """
    CREATE FUNCTION search_title_words(words text) RETURNS tsvector
    LANGUAGE plpgsql IMMUTABLE STRICT COST 100 AS 'BEGIN RETURN words::tsvector; END'""",
    "DROP INDEX search_title_words",
    """
    CREATE INDEX search_title_words ON finder_searchedtitle
    USING gin (search_title_words(words)) WITH (fastupdate = off)""",
    "ALTER INDEX search_title_words ALTER COLUMN 1 SET STATISTICS 1000",
]
UNDO = [
    "DROP INDEX search_title_words",
    "DROP FUNCTION search_title_words",
    "CREATE INDEX search_title_words ON finder_searchedtitle USING gin ((words::tsvector)) WITH (fastupdate = off)",
    "ALTER INDEX search_title_words ALTER COLUMN 1 SET STATISTICS 1000",
]


def on_postgresql(statements):
    def operation(apps, schema_editor):
        for statement in statements if schema_editor.connection.vendor == "postgresql" else ():
            schema_editor.execute(statement)

    return operation


class Migration(migrations.Migration):
    dependencies = [("finder", "0009_slim_vectors")]

    operations = [migrations.RunPython(on_postgresql(POSTGRESQL), on_postgresql(UNDO))]
