"""A diff with the titles and pictures that a page needs to show it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import gettext as _
from wagtail.documents import get_document_model

from blog.body.canonical import STABLE_KEY
from blog.history.content import Content, is_uuid
from blog.history.diff import Diff, compare
from blog.models import Author, BlogImage, PostPage


@dataclass(frozen=True)
class Comparison:
    """``names`` are titles and ``pictures`` the pictures themselves, both by stable key."""

    diff: Diff
    names: dict[str, str]
    pictures: dict[str, BlogImage]


def compare_with_context(old: Content, new: Content) -> Comparison:
    """Takes at most five queries. Deleted objects are left out."""
    covers = [(content.shown.get("cover") or {}).get("key", "") for content in (old, new)]
    uuids: dict[str, set[UUID]] = {"post": set(), "document": set(), "image": set()}
    for kind, key in STABLE_KEY.findall(" ".join([old.text, new.text, *covers]).lower()):
        if kind in uuids and "-" in key:
            uuids[kind].add(UUID(key))
    # With their renditions, to avoid a query for each.
    images = BlogImage.objects.prefetch_related("renditions").filter(uuid__in=uuids["image"]) if uuids["image"] else ()
    pictures = {f"image:{image.uuid}": image for image in images}
    names = {key: image.title for key, image in pictures.items()}
    for kind, model in (("post", PostPage), ("document", get_document_model())):
        names.update({f"{kind}:{thing.uuid}": thing.title for thing in _found(model, uuids[kind])})
    return Comparison(compare(*with_author_names(old, new)), names, pictures)


def with_author_names(*contents: Content) -> list[Content]:
    """The contents with the present names of their authors."""
    names = author_names(key for content in contents for key in content.shown.get("authors", []))
    return [
        replace(content, shown={**content.shown, "around": {**content.shown.get("around", {}), "authors": names}})
        for content in contents
    ]


def author_names(keys: Iterable[str]) -> dict[str, str]:
    """The present names by UUID. A deleted author has none."""
    names = {key: _("Former author") for key in keys if is_uuid(key)}
    if names:
        names |= {str(key): name for key, name in Author.objects.filter(uuid__in=names).values_list("uuid", "name")}
    return names


def _found(model: type, uuids: set[UUID]) -> list:
    return list(model._default_manager.filter(uuid__in=uuids)) if uuids else []
