"""A diff with the titles and pictures that a page needs to show it."""

from dataclasses import dataclass
from uuid import UUID

from wagtail.documents import get_document_model

from blog.body.canonical import STABLE_KEY
from blog.history.diff import Diff, compare
from blog.history.diff.compare import Comparable
from blog.models import BlogImage, PostPage


@dataclass(frozen=True)
class Comparison:
    """``names`` are titles and ``pictures`` the pictures themselves, both by stable key."""

    diff: Diff
    names: dict[str, str]
    pictures: dict[str, BlogImage]


def compare_with_context(old: Comparable, new: Comparable) -> Comparison:
    """Takes at most four queries. Deleted objects are left out."""
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
    return Comparison(compare(old, new), names, pictures)


def _found(model: type, uuids: set[UUID]) -> list:
    return list(model._default_manager.filter(uuid__in=uuids)) if uuids else []
