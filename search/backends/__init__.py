"""Wagtail's search backend for the database in use, with an index of our own for posts.

modelsearch indexes other pages, images, documents, and the titles of posts for the admin's page lists.
``PostPage.objects.….search(words)`` and ``update_index`` use this backend.
"""

from importlib import import_module
from typing import Any

from django.db import connection
from modelsearch.backends.base import BaseSearchBackend


def SearchBackend(parameters: dict[str, Any]) -> BaseSearchBackend:  # noqa: N802 (modelsearch looks for this name)
    # The backends of modelsearch can be imported on their own database only.
    backend = import_module(f"search.backends.{connection.vendor}").Backend
    # A single transaction for a rebuild would block publishing. Each batch is a transaction, and rows are searchable
    # until they are replaced.
    return backend({"ATOMIC_REBUILD": False, **parameters})
