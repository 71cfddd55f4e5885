"""PostgreSQL looks words up in the index alone, and the posts it names stand close together."""

from django.db import migrations

# A vector stands beside its row, so that those with a common word are few pages to read. To read vectors instead of the
# index would then be the slowest way, which the planner sees by what the function is said to cost.
POSTGRESQL = [
    "ALTER TABLE search_vector SET (toast_tuple_target = 128)",
    """
    CREATE FUNCTION search_words(words tsvector) RETURNS tsvector
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS 'BEGIN RETURN words; END'""",
    "DROP INDEX search_vector_words",
    "CREATE INDEX search_vector_words ON search_vector USING gin (search_words(words)) WITH (fastupdate = off)",
    "ALTER INDEX search_vector_words ALTER COLUMN 1 SET STATISTICS 1000",
]
UNDO = [
    "DROP INDEX search_vector_words",
    "DROP FUNCTION search_words",
    "ALTER TABLE search_vector SET (toast_tuple_target = 8160)",
    "CREATE INDEX search_vector_words ON search_vector USING gin (words) WITH (fastupdate = off)",
]


def on_postgresql(statements):
    def operation(apps, schema_editor):
        for statement in statements if schema_editor.connection.vendor == "postgresql" else ():
            schema_editor.execute(statement)

    return operation


class Migration(migrations.Migration):
    dependencies = [("finder", "0008_outdated_and_damaged")]

    operations = [migrations.RunPython(on_postgresql(POSTGRESQL), on_postgresql(UNDO))]
