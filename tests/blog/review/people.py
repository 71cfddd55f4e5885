"""People who work on a blog, one of each role, and a post that they share."""

from types import SimpleNamespace

from django.contrib.auth.models import Group, User
from wagtail.models import Site

from blog.models import BlogIndexPage, BlogSettings
from blog.review.roles.groups import make_groups
from tests.factories import PostPageFactory, make_site, text

NAMES = {"wanda": "Authors", "rita": "Reviewers", "rolf": "Reviewers", "edda": "Editors", "ada": "Administrators"}


def make_team(*, four_eyes=True):
    """``team.wanda`` and the others, ``team.root`` the superuser, ``team.site`` and ``team.blog``."""
    make_groups()
    site, _home, blog = make_site()
    team = SimpleNamespace(site=site, blog=blog)
    for name, group in NAMES.items():
        user = User.objects.create_user(name, password=name, email=f"{name}@example.org")
        user.groups.add(Group.objects.get(name=group))
        setattr(team, name, user)
    team.root = User.objects.create_superuser("root", password="root")
    BlogSettings.objects.update_or_create(site=site, defaults={"works_alone": not four_eyes})
    return team


def team_again():
    """The team that ``make_team`` wrote, as objects of one test's own."""
    people = {user.username: user for user in User.objects.all()}
    return SimpleNamespace(site=Site.objects.get(), blog=BlogIndexPage.objects.get(), **people)


def draft(team, by, *, words="First words.", **fields):
    fields = {"summary": "In short.", **fields}
    post = PostPageFactory(parent=team.blog, live=False, owner=by, body=text(f"<p>{words}</p>"), **fields)
    post.save_revision(user=by)
    return again(post)


def again(post):
    return type(post).objects.get(pk=post.pk)


def write(post, by, words):
    """Another draft of the post; returns its revision."""
    newest = post.get_latest_revision_as_object()
    newest.body = text(f"<p>{words}</p>")
    return newest.save_revision(user=by)


def words_of(post):
    """What readers see."""
    return str(again(post).body)


def submit(post, by):
    return again(post).get_workflow().start(again(post), by)


def decide(post, by, action="approve", **data):
    """What the buttons of the editor's menu do."""
    step = again(post).current_workflow_task_state
    return step.task.specific.on_action(step, by, action, **data)
