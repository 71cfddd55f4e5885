"""What editors define for searches, read in one query: synonyms and promoted posts."""

from functools import cached_property

from django.db import connection

MAX_CURATION_ROWS = 1_500
CURATION_SQL = """
    SELECT NULL, words, id FROM finder_synonyms UNION ALL
    SELECT post_id, queries, id FROM finder_promotedpost ORDER BY id LIMIT %s"""


class Curation:
    """The synonyms and promotions for one request, read when they are first needed."""

    @cached_property
    def _rows(self) -> list[tuple[int | None, str, int]]:
        """The id of a promoted post and its queries, or None and a group of synonyms; and the row's id."""
        with connection.cursor() as cursor:
            cursor.execute(CURATION_SQL, [MAX_CURATION_ROWS])
            return cursor.fetchall()

    @property
    def synonym_groups(self) -> tuple[str, ...]:
        return tuple(text for post_id, text, _order in self._rows if post_id is None)

    @property
    def promotions(self) -> tuple[tuple[int, str], ...]:
        """The id of each promoted post, and its queries, one a line."""
        return tuple((post_id, text) for post_id, text, _order in self._rows if post_id is not None)
