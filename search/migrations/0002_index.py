"""The index of each database over the rows of SearchedPost."""

from django.db import migrations

# The words stand in the table alone (external content); its triggers keep the index. Words come analysed: the tokenizer
# parts them at spaces, and signs that stand in words or mark them are part of words.
SQLITE = [
    """
    CREATE VIRTUAL TABLE search_index USING fts5(
        title, body, marks,
        content='finder_searchedpost', content_rowid='post_id',
        tokenize="ascii tokenchars '+#^~'"
    )""",
    """
    CREATE TRIGGER search_index_insert AFTER INSERT ON finder_searchedpost BEGIN
        INSERT INTO search_index (rowid, title, body, marks)
        VALUES (new.post_id, new.title, new.body, new.marks);
    END""",
    """
    CREATE TRIGGER search_index_delete AFTER DELETE ON finder_searchedpost BEGIN
        INSERT INTO search_index (search_index, rowid, title, body, marks)
        VALUES ('delete', old.post_id, old.title, old.body, old.marks);
    END""",
    """
    CREATE TRIGGER search_index_update AFTER UPDATE ON finder_searchedpost BEGIN
        INSERT INTO search_index (search_index, rowid, title, body, marks)
        VALUES ('delete', old.post_id, old.title, old.body, old.marks);
        INSERT INTO search_index (rowid, title, body, marks)
        VALUES (new.post_id, new.title, new.body, new.marks);
    END""",
]
SQLITE_UNDO = [
    "DROP TRIGGER IF EXISTS search_index_insert",
    "DROP TRIGGER IF EXISTS search_index_delete",
    "DROP TRIGGER IF EXISTS search_index_update",
    "DROP TABLE IF EXISTS search_index",
]

# Vectors stay in their rows and uncompressed, because ranking reads thousands of them. The triggers speak of whole
# statements, so that a batch changes the count of each word once.
POSTGRESQL = [
    """
    CREATE TABLE search_vector (
        post_id integer PRIMARY KEY,
        words tsvector NOT NULL
    ) WITH (toast_tuple_target = 8160)""",
    "ALTER TABLE search_vector ALTER COLUMN words SET STORAGE EXTERNAL",
    "ALTER TABLE search_vector ALTER COLUMN words SET STATISTICS 1000",
    "CREATE INDEX search_vector_words ON search_vector USING gin (words) WITH (fastupdate = off)",
    'CREATE TABLE search_word (word text COLLATE "C" PRIMARY KEY, posts integer NOT NULL) WITH (fillfactor = 70)',
    """
    CREATE FUNCTION search_count_words() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE changes text := '';
    BEGIN
        IF TG_OP IN ('INSERT', 'UPDATE') THEN
            changes := 'SELECT words, 1 AS change FROM new_rows';
        END IF;
        IF TG_OP IN ('UPDATE', 'DELETE') THEN
            changes := concat_ws(' UNION ALL ', nullif(changes, ''), 'SELECT words, -1 AS change FROM old_rows');
        END IF;
        -- In the order of the words, so that two that change the same ones wait for each other and no more.
        EXECUTE 'INSERT INTO search_word (word, posts)
            SELECT word, sum(change) FROM (' || changes || ') AS changed, unnest(tsvector_to_array(words)) AS word
            WHERE left(word, 1) NOT IN (''^'', ''~'')
            GROUP BY word HAVING sum(change) <> 0 ORDER BY word
            ON CONFLICT (word) DO UPDATE SET posts = search_word.posts + excluded.posts';
        RETURN NULL;
    END $$""",
    """
    CREATE TRIGGER search_words_of_new AFTER INSERT ON search_vector REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_count_words()""",
    """
    CREATE TRIGGER search_words_of_changed AFTER UPDATE ON search_vector
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_count_words()""",
    """
    CREATE TRIGGER search_words_of_deleted AFTER DELETE ON search_vector REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_count_words()""",
    # Not a foreign key: ``manage.py flush`` could not empty a table that is referred to from one it does not know.
    """
    CREATE FUNCTION search_forget_posts() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'TRUNCATE' THEN
            TRUNCATE search_vector, search_word;
        ELSE
            DELETE FROM search_vector WHERE post_id IN (SELECT post_id FROM old_rows);
        END IF;
        RETURN NULL;
    END $$""",
    """
    CREATE TRIGGER search_forget_deleted AFTER DELETE ON finder_searchedpost REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_forget_posts()""",
    """
    CREATE TRIGGER search_forget_all AFTER TRUNCATE ON finder_searchedpost
    FOR EACH STATEMENT EXECUTE FUNCTION search_forget_posts()""",
]
POSTGRESQL_UNDO = [
    "DROP FUNCTION IF EXISTS search_forget_posts CASCADE",
    "DROP TABLE IF EXISTS search_vector",
    "DROP TABLE IF EXISTS search_word",
    "DROP FUNCTION IF EXISTS search_count_words",
]


def run(sqlite, postgresql):
    def operation(apps, schema_editor):
        statements = {"sqlite": sqlite, "postgresql": postgresql}[schema_editor.connection.vendor]
        for statement in statements:
            schema_editor.execute(statement)

    return operation


class Migration(migrations.Migration):
    dependencies = [("finder", "0001_searched_posts")]

    operations = [migrations.RunPython(run(SQLITE, POSTGRESQL), run(SQLITE_UNDO, POSTGRESQL_UNDO))]
