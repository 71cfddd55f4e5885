"""``manage.py update_index`` with keyset pagination.

Wagtail's command uses offsets, and on SQLite loads all skipped rows into memory for each batch.
"""

from collections.abc import Iterator

from django.db.models import Model, QuerySet
from wagtail.search.management.commands import update_index


class Command(update_index.Command):
    def queryset_chunks(self, qs: QuerySet, chunk_size: int = update_index.DEFAULT_CHUNK_SIZE) -> Iterator[list[Model]]:
        """Lists of ``chunk_size`` objects by primary key."""
        rest = qs
        while chunk := list(rest[:chunk_size]):
            yield chunk
            rest = qs.filter(pk__gt=chunk[-1].pk)
