import io

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from blog.blocks.prose import PROSE_FEATURES
from blog.models import BlogImage, PostPage
from blog.review.models import FourEyes
from blog.review.roles.groups import make_groups


@pytest.fixture(scope="module")
def groups_once(module_site):
    make_groups()
    # Four-eyes do not turn themselves on: these tests are about other things.
    FourEyes.objects.create(decided_at=timezone.now())


@pytest.fixture
def site(groups_once, site):
    return site


@pytest.fixture
def person(db):
    """Makes a person of a role: ``person("Authors")`` is a logged-in client with its ``user``."""

    def make(role, **kwargs):
        user = User.objects.create_user(username=f"{role.lower()}-{User.objects.count()}", **kwargs)
        user.groups.add(Group.objects.get(name=role))
        return logged_in(user)

    return make


@pytest.fixture
def owner(site):
    """The first person of a site, who may do everything."""
    return logged_in(User.objects.create_superuser("owner"))


def logged_in(user):
    client = Client(raise_request_exception=True)
    client.force_login(user)
    client.user = user
    return client


def post_data(title="A post", *, body=(("text", "<p>Words</p>"),), authors=(), **fields):
    """What the form of a post sends; ``body`` is a list of (kind, value)."""
    blocks = [(kind, rich_text(value, features=PROSE_FEATURES) if kind == "text" else value) for kind, value in body]
    data = {
        "title": title,
        "slug": "",
        "summary": "In short.",
        "body": streamfield(blocks),
        "post_authors": inline_formset([{"id": "", "author": author.pk} for author in authors]),
        "cover": "",
        "cover_alt": "",
        "topic": "",
        "tags": "",
        "series": "",
        "series_place": "",
        "published_on": "",
        "licence": "",
        "seo_title": "",
        "search_description": "",
        "canonical_url": "",
        "go_live_at": "",
        "expire_at": "",
        "comments": inline_formset([]),
    }
    return nested_form_data({**data, **fields})


def add_url(blog):
    return reverse("wagtailadmin_pages:add", args=("blog", "postpage", blog.pk))


def edit_url(post):
    return reverse("wagtailadmin_pages:edit", args=(post.pk,))


def write(client, blog, action="", **fields):
    """Saves a new post through the form; ``action`` is "publish" or "submit". Returns (post or None, response)."""
    data = post_data(**fields)
    if action:
        data[f"action-{action}"] = "1"
    before = set(PostPage.objects.values_list("pk", flat=True))
    response = client.post(add_url(blog), data)
    return PostPage.objects.exclude(pk__in=before).first(), response


def errors_of(response):
    """The errors of the form that the answer shows again, by field."""
    form = response.context["form"]
    found = dict(form.errors)
    for name, formset in form.formsets.items():
        if any(formset.errors):
            found[name] = formset.errors
    return found


def words_to(response):
    """The messages that the answer carries."""
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def picture(db):
    return make_picture()


def make_picture(title="lighthouse.png"):
    file = io.BytesIO()
    Image.new("RGB", (64, 36), "navy").save(file, "PNG")
    return BlogImage.objects.create(title=title, file=ContentFile(file.getvalue(), name=title))
