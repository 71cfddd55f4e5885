"""The words of titles, with an index of each database that knows the beginnings of words."""

import django.db.models.deletion
from django.db import migrations, models

# Neither places nor lengths are asked for. The beginnings of one to five letters have lists of their own.
SQLITE = [
    """
    CREATE VIRTUAL TABLE search_title USING fts5(
        words,
        content='finder_searchedtitle', content_rowid='post_id',
        tokenize="ascii tokenchars '+#'", prefix='1 2 3 4 5', detail=none, columnsize=0
    )""",
    """
    CREATE TRIGGER search_title_insert AFTER INSERT ON finder_searchedtitle BEGIN
        INSERT INTO search_title (rowid, words) VALUES (new.post_id, new.words);
    END""",
    """
    CREATE TRIGGER search_title_delete AFTER DELETE ON finder_searchedtitle BEGIN
        INSERT INTO search_title (search_title, rowid, words) VALUES ('delete', old.post_id, old.words);
    END""",
    """
    CREATE TRIGGER search_title_update AFTER UPDATE ON finder_searchedtitle BEGIN
        INSERT INTO search_title (search_title, rowid, words) VALUES ('delete', old.post_id, old.words);
        INSERT INTO search_title (rowid, words) VALUES (new.post_id, new.words);
    END""",
]
SQLITE_UNDO = [
    "DROP TRIGGER IF EXISTS search_title_insert",
    "DROP TRIGGER IF EXISTS search_title_delete",
    "DROP TRIGGER IF EXISTS search_title_update",
    "DROP TABLE IF EXISTS search_title",
]
# The database has to know how common a word is to choose between this index and the order of the posts.
POSTGRESQL = [
    """
    CREATE INDEX search_title_words ON finder_searchedtitle USING gin ((words::tsvector)) WITH (fastupdate = off)""",
    "ALTER INDEX search_title_words ALTER COLUMN 1 SET STATISTICS 1000",
]
POSTGRESQL_UNDO = ["DROP INDEX IF EXISTS search_title_words"]


def run(sqlite, postgresql):
    def operation(apps, schema_editor):
        statements = {"sqlite": sqlite, "postgresql": postgresql}[schema_editor.connection.vendor]
        for statement in statements:
            schema_editor.execute(statement)

    return operation


class Migration(migrations.Migration):
    dependencies = [("blog", "0006_scheduled_publications"), ("finder", "0005_asked_queries")]

    operations = [
        migrations.CreateModel(
            name="SearchedTitle",
            fields=[
                (
                    "post",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="searched_title",
                        serialize=False,
                        to="blog.postpage",
                    ),
                ),
                ("words", models.TextField()),
            ],
            options={
                "verbose_name": "title in the search index",
                "verbose_name_plural": "titles in the search index",
            },
        ),
        migrations.RunPython(run(SQLITE, POSTGRESQL), run(SQLITE_UNDO, POSTGRESQL_UNDO)),
    ]
