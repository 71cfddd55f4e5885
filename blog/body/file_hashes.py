"""SHA-256 hashes of the files that a text refers to by stable keys."""

import re
from collections.abc import Iterable, Iterator
from html import unescape

from blog.media.file_fields import sha256_of
from blog.media.models import BlogDocument, BlogImage

FILE_KEY = re.compile(r"\b(image|document):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b", re.IGNORECASE)
MEDIA = {"image": BlogImage, "document": BlogDocument}


def key_of(medium: BlogImage | BlogDocument) -> str:
    kind = next(kind for kind, model in MEDIA.items() if isinstance(medium, model))
    return f"{kind}:{medium.uuid}"


def file_hashes(text: str, *, loaded: Iterable[BlogImage] = ()) -> dict[str, str]:
    """The hashes by key ("image:…", "document:…") of the pictures and documents in a Markdown text.

    ``loaded`` pictures are added without a query. Deleted objects are left out; an unreadable file has the hash "".
    """
    hashes = {key_of(image): _hash(image) for image in loaded}
    # Markdown addresses may contain entities and backslash escapes.
    text = f"{text} {unescape(text.replace('\\', ''))}"
    named = {match[0].lower(): match[1].lower() for match in FILE_KEY.finditer(text)}
    named = {key: kind for key, kind in named.items() if key not in hashes}
    for kind in sorted(set(named.values())):
        uuids = [key.partition(":")[2] for key, of_kind in named.items() if of_kind == kind]
        hashes.update((key_of(medium), _hash(medium)) for medium in _media(kind, uuids))
    return hashes


def _media(kind: str, uuids: list[str]) -> Iterator[BlogImage | BlogDocument]:
    # No only(): Django would load the width and height of each picture with one query.
    yield from MEDIA[kind].objects.filter(uuid__in=uuids)


def _hash(medium: BlogImage | BlogDocument) -> str:
    """The hash of a file. It is computed once for files that were uploaded before hashes were stored."""
    if not medium.file_sha256:
        try:
            with medium.file.open() as file:
                medium.file_sha256 = sha256_of(file)
        except (OSError, ValueError):
            return ""
        type(medium).objects.filter(pk=medium.pk).update(file_sha256=medium.file_sha256)
    return medium.file_sha256
