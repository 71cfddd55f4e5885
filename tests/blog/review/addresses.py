"""Every address of the admin, with arguments that exist, and what an answer says to the person who asked."""

import re
from datetime import timedelta
from types import SimpleNamespace

from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Collection, Site, WorkflowState

from blog.models import Author, BlogDocument, ScheduledPublication, Series, Tag, Topic
from search.models import PromotedPost, Synonyms
from tests.blog.admin.conftest import make_picture
from tests.blog.review.people import again, draft, make_team, submit
from tests.factories import AuthorFactory, SeriesFactory, TagFactory, TopicFactory

PEOPLE = ["anonymous", "stranger", "wanda", "rita", "edda", "ada"]
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)|\(\\d\+\)|\(\.\*\)")
# What says that a person may not, in Wagtail's words.
REFUSED = "you do not have permission"
BULK = "admin/bulk/<str:app_label>/<str:model_name>/<str:action>/"
API = "admin/api/main/^pages/<int:pk>/action/<str:action_name>/"
WORKFLOW = "<slug:action_name>/<int:task_state_id>/"


def admin_routes():
    """(route, name) of everything below /admin/."""
    return sorted({pair for pair in walk(get_resolver()) if pair[0].startswith("admin/")})


def variants(route):
    """The route, once for each act that it stands for."""
    if route == BULK:
        for app, model, acts in bulk_actions():
            for act in acts:
                yield f"admin/bulk/{app}/{model}/{act}/"
    elif route == API:
        yield from (route.replace("<str:action_name>", act) for act in sorted(PagesAdminAPIViewSet.actions))
    elif route.endswith(WORKFLOW):
        yield from (route.replace("<slug:action_name>", act) for act in ("approve", "reject"))
    else:
        yield route


def bulk_actions():
    bulk_action_registry.get_bulk_actions_for_model("wagtailcore", "page")
    for app, models in sorted(bulk_action_registry.actions.items()):
        for model, acts in sorted(models.items()):
            yield app, model, sorted(acts)


def walk(resolver, prefix="", namespaces=()):
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from walk(pattern, route, inner)
        elif isinstance(pattern, URLPattern):
            yield route, ":".join((*namespaces, pattern.name or ""))


def make_world():
    """One of everything that an address can name. The post is wanda's draft, in review."""
    team = make_team()
    team.stranger = type(team.wanda).objects.create_user("stranger")
    post = draft(team, team.wanda, title="Tides", slug="tides")
    submit(post, team.wanda)
    review = WorkflowState.objects.get()
    revision = again(post).latest_revision_id
    picture = make_picture()
    document = BlogDocument.objects.create(title="Notes", file="notes.txt")
    things = {Author: AuthorFactory(), Topic: TopicFactory(), Series: SeriesFactory(), Tag: TagFactory()}
    planned = timezone.now() - timedelta(hours=1)
    late = ScheduledPublication.objects.create(page=post, revision=1, planned_at=planned, published_at=timezone.now())
    by_prefix = {
        "admin/posts/late": late.pk,
        "admin/collections": Collection.get_first_root_node().add_child(name="Charts").pk,
        "admin/workflows/tasks": review.current_task_state.task_id,
        "admin/workflows": review.workflow_id,
        "admin/sites": Site.objects.get().pk,
        "admin/users": team.wanda.pk,
        "admin/groups": Group.objects.get(name="Authors").pk,
        "admin/documents": document.pk,
        "admin/images": picture.pk,
        "admin/api/main/^documents": document.pk,
        "admin/api/main/^images": picture.pk,
        "admin/synonyms": Synonyms.objects.create(words="CI, continuous integration").pk,
        "admin/promoted": PromotedPost.objects.create(post=post).pk,
        "admin/settings": Site.objects.get().pk,
        **{f"admin/snippets/{part}blog/{model._meta.model_name}": thing.pk for model, thing in things.items()
           for part in ("", "choose/")},
    }  # fmt: skip
    named = {
        "parent_page_id": team.blog.pk, "destination_id": team.blog.pk, "page_id": post.pk, "page_pk": post.pk,
        "page_to_move_id": post.pk, "pk": post.pk, "revision_id": revision, "revision_id_a": "earliest",
        "revision_id_b": "latest", "task_state_id": review.current_task_state_id, "collection_id": 2,
        "task_id": review.current_task_state.task_id, "workflow_state_id": review.pk, "workflow_pk": review.workflow_id,
        "image_id": picture.pk, "document_id": document.pk, "doc_id": document.pk, "uploaded_file_id": 1,
        "redirect_id": 1, "restriction_id": 1, "session_id": 1, "object_id": post.pk, "site_pk": Site.objects.get().pk,
        "content_type_app_name": "blog", "content_type_model_name": "postpage", "app_label": "wagtailcore",
        "model_name": "page", "app_name": "blog", "action": "publish", "action_name": "approve",
        "filter_spec": "original", "colour": "224488", "uidb64": "MQ", "token": "set-password",
    }  # fmt: skip
    for_bulk = {("wagtailimages", "image"): picture.pk, ("wagtaildocs", "document"): document.pk,
                ("auth", "user"): team.wanda.pk,
                **{("blog", model._meta.model_name): thing.pk for model, thing in things.items()},
                ("blog", "blogimage"): picture.pk, ("blog", "blogdocument"): document.pk}  # fmt: skip
    return SimpleNamespace(team=team, post=post, named=named, by_prefix=by_prefix, for_bulk=for_bulk)


def filled(route, world):
    """The address with arguments, as a path."""

    def value(match):
        name = match[1] or match[2]
        if name == "pk":
            starts = [start for start in world.by_prefix if route.startswith(start)]
            return str(world.by_prefix[max(starts, key=len)] if starts else world.named["pk"])
        if route.startswith("admin/settings") and name == "model_name":
            return "blogsettings"
        return str(world.named.get(name, 1))

    path = PARAMETER.sub(value, route).replace("^", "").replace("$", "").replace("\\.", ".")
    if not path.startswith("admin/bulk/"):
        return f"/{path}"
    _admin, _bulk, app, model, _act, _end = path.split("/")
    return f"/{path}?id={world.for_bulk.get((app, model), world.post.pk)}&next=/admin/posts/"


def clients(team):
    found = {}
    for name in PEOPLE:
        found[name] = Client(raise_request_exception=False)
        if name != "anonymous":
            found[name].force_login(getattr(team, name))
    return found


def answer(client, method, path):
    """In one word; whatever the request did is taken back."""
    with transaction.atomic():
        response = getattr(client, method.lower())(path)
        word = said(client, response)
        transaction.set_rollback(True)
    return word


def said(client, response):
    if response.status_code in (301, 302):
        if "/login/" in response["Location"]:
            return "login"
        words = [str(message) for message in response.wsgi_request._messages._queued_messages]
        return "no" if any(REFUSED in message for message in words) else "yes"
    words = {200: "yes", 204: "yes", 400: "bad", 403: "no", 404: "none", 405: "method", 410: "gone"}
    return words.get(response.status_code, str(response.status_code))
