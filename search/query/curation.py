"""What editors keep for searches, read at once: words that mean the same, and posts that come first."""

from functools import cached_property

from django.db import connection

# No more rows are read for a search; nobody keeps so many.
MOST_READ = 1_500
ROWS = """
    SELECT NULL, words, id FROM finder_synonyms UNION ALL
    SELECT post_id, queries, id FROM finder_promotedpost ORDER BY id LIMIT %s"""


class Kept:
    """What editors keep, read when it is first asked for, in one query; not kept for another request."""

    @cached_property
    def _rows(self) -> list[tuple[int | None, str, int]]:
        """A chosen post and the searches that it was chosen for, or None and a group of words; and the row's id."""
        with connection.cursor() as cursor:
            cursor.execute(ROWS, [MOST_READ])
            return cursor.fetchall()

    @property
    def groups(self) -> tuple[str, ...]:
        """Groups of words that mean the same."""
        return tuple(text for post_id, text, _order in self._rows if post_id is None)

    @property
    def chosen(self) -> tuple[tuple[int, str], ...]:
        """The id of each post that was chosen, and its searches, a line each."""
        return tuple((post_id, text) for post_id, text, _order in self._rows if post_id is not None)
