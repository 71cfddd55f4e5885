"""``manage.py update_index``, which reads each batch from where the last one ended.

Wagtail's skips what it has read before, and on SQLite holds all of that in memory each time.
"""

from collections.abc import Iterator

from django.db.models import Model, QuerySet
from wagtail.search.management.commands import update_index


class Command(update_index.Command):
    def queryset_chunks(self, qs: QuerySet, chunk_size: int = update_index.DEFAULT_CHUNK_SIZE) -> Iterator[list[Model]]:
        """Lists of so many objects in the order of their keys."""
        rest = qs
        while chunk := list(rest[:chunk_size]):
            yield chunk
            rest = qs.filter(pk__gt=chunk[-1].pk)
