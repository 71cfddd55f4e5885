from types import SimpleNamespace

import pytest
from django.contrib.auth.models import User

from blog.models import BlogIndexPage
from tests.blog.review.people import make_team


@pytest.fixture(scope="module")
def team_once(module_db):
    """The rows of ``make_team``; a test reads objects of its own from them."""
    return make_team()


@pytest.fixture
def team(db, team_once):
    """One person of each role, the superuser, the site and its blog, with four-eyes on."""
    people = {user.username: user for user in User.objects.all()}
    return SimpleNamespace(**people, site=team_once.site, blog=BlogIndexPage.objects.get())
