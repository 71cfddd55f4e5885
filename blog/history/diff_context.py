"""A diff with the titles and pictures that a page needs to show it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.models import Site

from blog.body.canonical import STABLE_KEY
from blog.body.internal_links import addresses_in
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
    uuids = uuids_in(old, new)
    pictures = find_pictures(uuids["image"])
    names = {key: image.title for key, image in pictures.items()}
    for kind, model in (("post", PostPage), ("document", get_document_model())):
        names.update({f"{kind}:{thing.uuid}": thing.title for thing in _found(model, uuids[kind])})
    return Comparison(compare(*with_author_names(old, new)), names, pictures)


def compare_for_readers(old: Content, new: Content, request: HttpRequest) -> Comparison:
    """The same with addresses instead of titles, which may be those of drafts. Takes at most four queries."""
    addresses = addresses_in(" ".join(texts_with_keys(old, new)), request, also_hidden=False)
    root = Site.find_for_request(request).root_url
    names = {key: address.removeprefix(root) for key, address in addresses.items() if not key.startswith("image:")}
    pictures = find_pictures(uuids_in(old, new)["image"])
    return Comparison(compare(*with_author_names(old, new)), names, pictures)


def uuids_in(*contents: Content) -> dict[str, set[UUID]]:
    """The keys that the contents name, by kind."""
    uuids: dict[str, set[UUID]] = {"post": set(), "document": set(), "image": set()}
    for kind, key in STABLE_KEY.findall(" ".join(texts_with_keys(*contents)).lower()):
        if kind in uuids and "-" in key:
            uuids[kind].add(UUID(key))
    return uuids


def texts_with_keys(*contents: Content) -> Iterator[str]:
    for content in contents:
        yield content.text
        yield (content.shown.get("cover") or {}).get("key", "")
        yield content.shown.get("replaced_by") or ""


def find_pictures(uuids: set[UUID]) -> dict[str, BlogImage]:
    """The pictures by key, with their renditions, to avoid a query for each."""
    images = BlogImage.objects.prefetch_related("renditions").filter(uuid__in=uuids) if uuids else ()
    return {f"image:{image.uuid}": image for image in images}


def with_author_names(*contents: Content) -> list[Content]:
    """The contents with the present names of their authors."""
    names = author_names(key for content in contents for key in content.shown.get("authors", []))
    return [
        replace(content, shown={**content.shown, "around": {**content.shown.get("around", {}), "authors": names}})
        for content in contents
    ]


def author_names(keys: Iterable[str]) -> dict[str, str]:
    """The present names by UUID, or by slug in versions of the first format. A deleted author has none."""
    names = {key: _("Former author") for key in keys}
    uuids = set(filter(is_uuid, names))
    if names:
        known = Author.objects.filter(Q(uuid__in=uuids) | Q(slug__in=names.keys() - uuids))
        for uuid, slug, name in known.values_list("uuid", "slug", "name"):
            names |= {key: name for key in (str(uuid), slug) if key in names}
    return names


def _found(model: type, uuids: set[UUID]) -> list:
    return list(model._default_manager.filter(uuid__in=uuids)) if uuids else []
