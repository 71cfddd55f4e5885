"""No list, count or neighbour reads all posts: looked up in the plans of 10,000 posts."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.addresses import addresses
from bench.seed import seed
from bench.site import analyse
from blog.history.corrections import index_significant_changes
from blog.history.models import PublishedVersion
from blog.models import BlogSettings, PostPage
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
    "blog_history_publishedversion",
}
CORRECTED = 200
BUDGETS = {"post": 11, "post in a series": 11}
LIST_BUDGET = 9
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


def write_history(ids):
    """Two versions of each post, some of which correct a fact."""
    now = timezone.now()
    uuids = PostPage.objects.filter(pk__in=ids).order_by("pk").values_list("uuid", flat=True)
    change = {"id": "", "kind": "correction", "note": "", "wrong": "One", "right": "Two"}
    same = {"published_at": now, "recorded_at": now, "format": 2, "text": "Two\n" * 50, "shown": {}, "files": {}}
    versions = [
        PublishedVersion(
            post_uuid=uuid,
            number=number,
            hash=f"{place}/{number}",
            record={"audience": "everybody", "change": change if number == 2 and place % CORRECTED == 2 else None},
            **same,
        )
        for place, uuid in enumerate(uuids)
        for number in (1, 2)
    ]
    PublishedVersion.objects.bulk_create(versions)
    index_significant_changes(versions)
    PostPage.objects.filter(pk__in=ids).update(last_published_at=now)


@pytest.mark.django_db
def test_no_page_reads_a_large_table_whole(client, subtests):
    site, _home, blog = make_site()
    write_history(seed(blog, POSTS))
    BlogSettings.objects.create(site=site, shows_history=True)
    write_titles(PostPage.objects.only("title"))
    analyse()
    titles = {f"titles, {typed}": f"/search/titles/?q={typed}" for typed in TYPED}

    corrections = {"corrections": "/blog/corrections/", "corrections, feed": "/blog/corrections/feed/"}

    for name, address in (addresses(POSTS) | titles | corrections).items():
        with subtests.test(name):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                response = client.get(address)
            assert response.status_code == 200
            scans = {query["sql"]: found for query in queries if (found := scanned_tables(query["sql"]))}
            assert scans == {}
            assert len(queries) <= BUDGETS.get(name, LIST_BUDGET)
