"""No list, count or neighbour reads all posts: looked up in the plans of 10,000 posts."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.addresses import addresses
from bench.seed import seed
from bench.site import analyse
from blog.models import PostPage
from search.index.indexer import write_titles
from tests.factories import make_site

# PostgreSQL reads a smaller table whole because that is quicker.
POSTS = 10_000 if connection.vendor == "postgresql" else 2_000
# Tables that grow with the number of posts.
LARGE = {
    "wagtailcore_page",
    "blog_postpage",
    "blog_publicpost",
    "blog_publicposttag",
    "blog_publicpostauthor",
    "blog_taggedpost",
    "blog_postauthor",
    "finder_searchedtitle",
}
BUDGETS = {"post": 12, "post in a series": 12}
LIST_BUDGET = 10
# What begins many titles, one, and none.
TYPED = ["p", "post 99", "post 1234", "zeppelin"]


def scanned_tables(sql):
    """The large tables that the database reads from end to end for a query."""
    if "SAVEPOINT" in sql:
        return set()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            details = [row[3] for row in cursor.fetchall()]
            return {match[1] for detail in details if (match := re.match(r"SCAN (\w+)", detail)) and match[1] in LARGE}
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
        plan = cursor.fetchone()[0]
    plan = json.loads(plan) if isinstance(plan, str) else plan
    return {node["Relation Name"] for node in nodes(plan[0]["Plan"]) if node["Node Type"] == "Seq Scan"} & LARGE


def nodes(plan):
    yield plan
    for child in plan.get("Plans", []):
        yield from nodes(child)


@pytest.mark.django_db
def test_no_page_reads_a_large_table_whole(client, subtests):
    _site, _home, blog = make_site()
    seed(blog, POSTS)
    write_titles(PostPage.objects.only("title"))
    analyse()
    titles = {f"titles, {typed}": f"/search/titles/?q={typed}" for typed in TYPED}

    for name, address in (addresses(POSTS) | titles).items():
        with subtests.test(name):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                response = client.get(address)
            assert response.status_code == 200
            scans = {query["sql"]: found for query in queries if (found := scanned_tables(query["sql"]))}
            assert scans == {}
            assert len(queries) <= BUDGETS.get(name, LIST_BUDGET)
