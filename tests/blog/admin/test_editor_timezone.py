"""In the editor of a post every time is that of the blog, whatever the person's account says."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.users.models import UserProfile

from blog.models import BlogSettings, PostPage
from blog.review.models import Invitation
from blog.review.people.invitations import invite
from config.operations.worker import publish_due
from tests.blog.admin.conftest import add_url, edit_url, errors_of, post_data, write

pytestmark = [pytest.mark.django_db, pytest.mark.database("sqlite")]
WINTER = datetime(2030, 1, 15, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_berlin(site):
    BlogSettings.objects.update_or_create(site=site[0], defaults={"time_zone": "Europe/Berlin"})
    with time_machine.travel(WINTER, tick=False):
        yield


@pytest.fixture
def new_yorker(owner):
    UserProfile.objects.create(user=owner.user, current_time_zone="America/New_York")
    return owner


def schedule(client, blog, typed, **fields):
    post, response = write(client, blog, "publish", title="Tides", go_live_at=typed, **fields)
    return post, response


def planned(post):
    return PostPage.objects.get(pk=post.pk).scheduled_revision.approved_go_live_at


def form_field(client, address, name):
    """The input and what is said beside it."""
    response = client.get(address)
    [field] = re.findall(rf'<input[^>]* name="{name}"[^>]*>', response.content.decode())
    return BeautifulSoup(field, "html.parser").input, response.context["form"][name].help_text


def test_time_is_meant_in_the_zone_of_the_blog_and_shown_again_as_typed(new_yorker, blog):
    post, _response = schedule(new_yorker, blog, "2030-01-20 09:00")

    assert planned(post) == datetime(2030, 1, 20, 8, tzinfo=UTC)
    assert form_field(new_yorker, edit_url(post), "go_live_at")[0]["value"] == "2030-01-20 09:00"


@pytest.mark.parametrize("name", ["go_live_at", "expire_at", "published_on"])
def test_field_says_in_which_zone_it_is_typed(new_yorker, blog, name):
    field, hint = form_field(new_yorker, add_url(blog), name)

    assert field["data-zone"] == "Europe/Berlin"
    assert hint.endswith("In the time zone of the blog, Europe/Berlin.")


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2030-03-31 01:59", datetime(2030, 3, 31, 0, 59, tzinfo=UTC)),
        ("2030-03-31 03:00", datetime(2030, 3, 31, 1, 0, tzinfo=UTC)),
        ("2030-10-27 01:59", datetime(2030, 10, 26, 23, 59, tzinfo=UTC)),
        ("2030-10-27 03:00", datetime(2030, 10, 27, 2, 0, tzinfo=UTC)),
    ],
)
def test_times_around_a_change_of_the_clocks_are_those_of_the_blog(new_yorker, blog, typed, moment):
    post, _response = schedule(new_yorker, blog, typed)

    assert planned(post) == moment
    with time_machine.travel(moment - timedelta(seconds=1), tick=False):
        publish_due()
        assert not PostPage.objects.get(pk=post.pk).live
    with time_machine.travel(moment, tick=False):
        publish_due()
    assert PostPage.objects.get(pk=post.pk).live


@pytest.mark.parametrize("typed", ["2030-03-31 02:30", "2030-10-27 02:30"])
def test_time_that_does_not_exist_or_exists_twice_is_asked_again(new_yorker, blog, typed):
    post, response = schedule(new_yorker, blog, typed)

    assert post is None
    [said] = errors_of(response)["go_live_at"]
    assert "Europe/Berlin; it may be ambiguous or it may not exist" in said


def test_account_with_another_zone_keeps_times_that_it_only_saves(new_yorker, blog):
    post, _response = write(new_yorker, blog, title="Tides", published_on="2029-07-01 09:00")
    field, _hint = form_field(new_yorker, edit_url(post), "published_on")

    new_yorker.post(edit_url(post), post_data("Tides", slug=post.slug, published_on=field["value"]))

    stored = PostPage.objects.get(pk=post.pk).get_latest_revision_as_object().published_on
    assert stored == datetime(2029, 7, 1, 7, tzinfo=UTC)


@pytest.mark.parametrize(("zone", "shown"), [("", "15 Jan 2030, 13:00"), ("America/New_York", "15 Jan 2030, 07:00")])
def test_history_and_invitations_show_the_time_of_the_account_or_of_the_blog(owner, blog, zone, shown):
    UserProfile.objects.create(user=owner.user, current_time_zone=zone)
    post, _response = write(owner, blog, title="Tides")
    invitation = Invitation(name="Nell", role=Group.objects.get(name="Authors"), invited_by=owner.user)
    invite(invitation)

    history = owner.get(reverse("wagtailadmin_pages:history", args=[post.pk])).text
    people = owner.get(reverse("people:index")).text

    assert shown in history
    assert shown.replace("15 Jan", "22 Jan") in people
    assert UserProfile.objects.get().current_time_zone == zone


def test_account_without_a_profile_gets_none_by_reading(owner, blog):
    assert "13:00" in owner.get(reverse("wagtailadmin_pages:history", args=[write(owner, blog)[0].pk])).text

    assert not UserProfile.objects.exists()


@pytest.mark.parametrize("typed", ["0001-01-01 00:00", "1899-12-31 12:00", "9001-01-02 12:00", "9999-12-31 23:59"])
@pytest.mark.parametrize("name", ["go_live_at", "expire_at", "published_on"])
def test_date_near_the_ends_of_the_calendar_is_refused_at_its_field(new_yorker, blog, name, typed):
    post, response = write(new_yorker, blog, title="Tides", **{name: typed})

    assert post is None
    assert "Enter a year from 1900 to 9000." in errors_of(response)[name]
