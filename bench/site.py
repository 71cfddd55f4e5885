from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test import Client
from wagtail.models import Site

from bench.seed import seed
from blog.models import BlogIndexPage
from home.first_site import ensure_site


@contextmanager
def scratch_site(posts: int) -> Iterator[Client]:
    """A site with so many posts in a database of its own, analysed, and a client to ask it."""
    with empty_site() as blog:
        seed(blog, posts)
        analyse()
        yield Client()


@contextmanager
def empty_site() -> Iterator[BlogIndexPage]:
    """The blog of a new site in a database of its own."""
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        site: Site = ensure_site("http://testserver")
        yield BlogIndexPage.objects.child_of(site.root_page).get()
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def analyse() -> None:
    """Tells the database how many rows there are, as it learns by itself in time."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
