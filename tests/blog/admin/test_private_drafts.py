"""The title of a draft is shown only to those who may open it."""

import pytest
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.test import Client

from blog.models import BlogSettings
from tests.blog.review.addresses import admin_routes, filled, make_world, variants
from tests.blog.review.people import again, draft

NEW, CHANGED = "Quicksilver", "Hornblende"


@pytest.fixture(scope="module")
def world(module_db):
    """A new draft of wanda's, in review, and a changed draft of a live post; otto is an author like wanda."""
    world = make_world()
    team = world.team
    otto = User.objects.create_user("otto", email="otto@example.org")
    otto.groups.add(Group.objects.get(name="Authors"))
    post = again(world.post)
    post.title = post.draft_title = NEW
    post.save()
    post.save_revision(user=team.wanda)
    BlogSettings.objects.update(works_alone=True)
    live = draft(team, team.rita, title="Lamps", slug="lamps")
    live.save_revision(user=team.root).publish(user=team.root)
    newest = again(live).get_latest_revision_as_object()
    newest.title = CHANGED
    newest.save_revision(user=team.rita)
    BlogSettings.objects.update(works_alone=False)
    world.live = again(live)
    return world


def signed_in(name):
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(username=name))
    return client


def told(client, method, path, data=None):
    """Which titles the answer names; whatever the request did is taken back."""
    with transaction.atomic():
        response = getattr(client, method)(path, data)
        text = "" if response.streaming else response.content.decode(errors="replace")
        transaction.set_rollback(True)
    return {title for title in (NEW, CHANGED) if title in text}


def requests(world, post):
    named = dict.fromkeys(("page_id", "page_pk", "page_to_move_id", "parent_page_id", "pk", "object_id"), post.pk)
    world.named.update(named | {"revision_id": again(post).latest_revision_id})
    world.post = post
    for route in sorted({address for one, _name in admin_routes() for address in variants(one)}):
        if "logout" not in route:
            path = filled(route, world)
            yield "post", path
            # In small letters, which a field for the search repeats.
            for asked in ("", f"q={NEW.lower()}&id={post.pk}&multiple=1"):
                yield "get", f"{path}{'&' if '?' in path else '?'}{asked}"


@pytest.mark.long
def test_no_address_of_the_admin_tells_another_author_the_title_of_a_draft(world, db):
    client = signed_in("otto")

    posts = (again(world.post), world.live)
    assert [
        (method, path) for post in posts for method, path in requests(world, post) if told(client, method, path)
    ] == []


LISTS = [
    "/admin/api/main/pages/?", "/admin/api/main/pages/?child_of={blog}&for_explorer=1&", "/admin/pages/{blog}/?",
    "/admin/api/main/pages/?search=quicksilver", "/admin/choose-page/{blog}/?", "/admin/choose-page/search/?q=quick",
    "/admin/choose-page/{new}/?", "/admin/choose-page/chosen-multiple/?id={new}&id={live}",
    "/admin/bulk/wagtailcore/page/publish/?id={new}&id={live}", "/admin/pages/{live}/history/?",
    "/admin/pages/search/?q=quick",
    "/admin/bulk/wagtailcore/page/move/?id={new}&id={live}",
]  # fmt: skip


@pytest.mark.parametrize("address", LISTS)
def test_list_shows_a_draft_to_its_reviewer_and_not_to_another_author(world, db, address):
    path = address.format(blog=world.team.blog.pk, new=world.named["page_id"], live=world.live.pk)

    assert told(signed_in("rita"), "get", path)
    assert not told(signed_in("otto"), "get", path)


@pytest.mark.parametrize("name", ["wanda", "otto", "rita", "ada", "root"])
def test_pages_of_the_admin_api_are_searched(world, db, name):
    client = signed_in(name)
    found = client.get("/admin/api/main/pages/?search=lamps")
    assert client.get("/admin/api/main/pages/?search=%00lamps").json() == found.json()

    assert found.status_code == 200
    assert [page["id"] for page in found.json()["items"]] == [world.live.pk]


def test_moving_to_a_draft_does_not_tell_its_title(world, db):
    otto = User.objects.get(username="otto")
    own = draft(world.team, otto, title="Own", slug="own")
    new = world.named["page_id"]

    data = {"chooser": new, "new_title": "x", "new_slug": "x", "new_parent_page": new}
    paths = (f"bulk/wagtailcore/page/move/?id={own.pk}", f"pages/{own.pk}/move/{new}/confirm/", f"pages/{own.pk}/copy/")
    for path in paths:
        assert not told(signed_in("otto"), "post", f"/admin/{path}", data), path
    answer = signed_in("otto").post(f"/admin/bulk/wagtailcore/page/move/?id={own.pk}", data)
    assert answer.context["form"].errors.keys() == {"chooser"}
