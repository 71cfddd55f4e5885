"""Wagtail's search over the database in use, which leaves posts to an index of their own.

Pages, pictures and documents stay with modelsearch, and of a post its title, which is what the admin's lists of pages
look for. ``PostPage.objects.….search(words)`` and ``update_index`` go through here.
"""

from importlib import import_module
from typing import Any

from django.db import connection
from modelsearch.backends.base import BaseSearchBackend


def SearchBackend(parameters: dict[str, Any]) -> BaseSearchBackend:  # noqa: N802 (modelsearch looks for this name)
    # Each of modelsearch's can be imported on its own database only.
    backend = import_module(f"search.backends.{connection.vendor}").Backend
    # One transaction around a whole rebuild would keep everybody from publishing; each batch is one of its own, and
    # readers find what stands in the rows until they are replaced.
    return backend({"ATOMIC_REBUILD": False, **parameters})
