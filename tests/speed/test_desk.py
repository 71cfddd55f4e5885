"""The admin's first screen starts from short lists, never from all posts."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, Revision

from bench.seed import seed
from bench.site import analyse
from blog.models import PostPage
from blog.review.models import DraftCheck, LinkedAddress
from tests.blog.review.people import draft, make_team, submit
from tests.speed import test_query_plans

# PostgreSQL reads a smaller table whole because that is quicker.
POSTS = 2_000 if connection.vendor == "postgresql" else 500
BUDGET = 26
# Wagtail asks for the pages that a person locked: there is an index, which SQLite takes for useless where the analysed
# table has no locked page at all. And for superusers every page of its admin asks for the root of the tree by depth.
# The list of first steps stops at the first post that is no demo.
ALLOWED = (
    'WHERE ("wagtailcore_page"."locked"',
    'WHERE "wagtailcore_page"."depth" = 1 ',
    'FROM "home_demoitem"',
)
LARGE = {*test_query_plans.LARGE, "wagtailcore_revision", "blog_review_draftcheck", "blog_review_linkedaddress_posts"}


@pytest.mark.django_db
def test_first_screen_reads_no_large_table_whole(client, subtests, monkeypatch):
    monkeypatch.setattr(test_query_plans, "LARGE", LARGE)
    team = make_team(four_eyes=False)
    ids = seed(team.blog, POSTS)
    remember_past_work(ids, team.wanda)
    team.blog.refresh_from_db()
    # The seed names its ids itself.
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), [Page]):
            cursor.execute(sql)
    # The lists of one author are longer than the desk shows.
    for author, posts in {team.wanda: 12, team.rita: 3, team.edda: 3}.items():
        for number in range(posts):
            submit(draft(team, author, title=f"{author} {number}"), author)
            draft(team, author, title=f"Draft {author} {number}")
    analyse()

    for person in (team.wanda, team.rita, team.edda, team.root):
        with subtests.test(person.username):
            client.force_login(person)
            client.get("/admin/")
            with CaptureQueriesContext(connection) as queries:
                response = client.get("/admin/")
            assert response.status_code == 200
            asked = [one["sql"] for one in queries if not any(part in one["sql"] for part in ALLOWED)]
            assert [sql for sql in asked if test_query_plans.scanned_tables(sql)] == []
            assert len(queries) <= BUDGET


def remember_past_work(ids, owner):
    """What years of writing leave behind for each post."""
    now, base, kind = (
        timezone.now(),
        ContentType.objects.get_for_model(Page),
        ContentType.objects.get_for_model(PostPage),
    )
    PostPage.objects.filter(pk__in=ids).update(owner=owner)
    DraftCheck.objects.bulk_create(DraftCheck(post_id=pk, is_due=False, checked_at=now) for pk in ids)
    gone = {"failures": 3, "is_dead": True, "failing_since": now, "asked_at": now}
    LinkedAddress.objects.create(address="https://x.example/", host="x.example").posts.set(ids)
    LinkedAddress.objects.create(address="https://x.example/gone", host="x.example", **gone).posts.set(ids[:20])
    Revision.objects.bulk_create(
        Revision(base_content_type=base, content_type=kind, object_id=str(pk), created_at=now, content={}) for pk in ids
    )
