"""Finds or fetches the pictures of imported posts, and adds each to the library once."""

import hashlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from wagtail.images.utils import get_allowed_image_extensions

from blog.exchange.addresses import LinkTargets
from blog.exchange.imported_post import ImportedPost
from blog.fetching.ssrf_guard import Fetcher, NotFetched
from blog.media.library import add_image, filename_of_fetched, image_form


class PictureRefused(Exception):  # noqa: N818 - the name is what happened
    """Why a picture is not imported. `outcome` is its counter in the report."""

    def __init__(self, outcome: str, detail: str) -> None:
        super().__init__(detail)
        self.outcome = outcome


@dataclass(frozen=True, slots=True)
class SourcePicture:
    """A file in a folder or, if `path` is None, an address to fetch."""

    address: str
    path: Path | None
    digest: str
    name: str = ""


@dataclass(slots=True)
class PictureImporter:
    """`folder` contains the posts, `images` the pictures with a path from the root of the old site."""

    folder: Path
    images: Path | None
    targets: LinkTargets
    fetcher: Fetcher | None = None
    found: dict[tuple[str, str], SourcePicture | PictureRefused] = field(default_factory=dict)
    refused: dict[str, PictureRefused] = field(default_factory=dict)
    fetched: dict[str, bytes] = field(default_factory=dict)

    def find(self, address: str, post: ImportedPost) -> SourcePicture:
        """Raises PictureRefused if there is no such file, or its type is not allowed."""
        place = str(PurePosixPath(post.source_id).parent)
        key = (place, address)
        if key not in self.found:
            try:
                self.found[key] = self._find(address, place)
            except PictureRefused as reason:
                self.found[key] = reason
        if isinstance(found := self.found[key], PictureRefused):
            raise found
        return found

    def _find(self, address: str, place: str) -> SourcePicture:
        try:
            parts = urlsplit(address)
        except ValueError as error:
            raise PictureRefused("missing", "is not an address") from error
        if (parts.scheme or parts.netloc) and not self.targets.is_old_site(address):
            return self._remote(address if parts.scheme else f"https:{address}")
        path = self._path(unquote(parts.path), place)
        if path is None:
            if parts.netloc:
                return self._remote(address)
            raise PictureRefused("missing", "was not found")
        start, digest = self._read(path)
        name = PurePosixPath(filename_of_fetched(address, start))
        if name.suffix.lower().lstrip(".") not in get_allowed_image_extensions():
            raise PictureRefused(
                "refused", f"is a {name.suffix or 'file without ending'}, which this site does not accept"
            )
        return SourcePicture(address, path, digest, name.name)

    def _remote(self, address: str) -> SourcePicture:
        if self.fetcher is None:
            raise PictureRefused("remote", "is on another site; --fetch imports it")
        if not address.startswith(("http://", "https://")):
            raise PictureRefused("refused", "is not a file and not a web address")
        return SourcePicture(address, None, hashlib.sha256(address.encode()).hexdigest())

    def _read(self, path: Path) -> tuple[bytes, str]:
        """The first bytes of the file, which show its type, and its hash."""
        try:
            if path.stat().st_size > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
                limit = settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE // 1024 // 1024
                raise PictureRefused("refused", f"is larger than {limit} MB")
            with path.open("rb") as file:
                start = file.read(64)
                file.seek(0)
                return start, hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise PictureRefused("missing", f"cannot be read: {error.strerror}") from error

    def _path(self, path: str, place: str) -> Path | None:
        if not path or "\0" in path:
            return None
        candidates = [(self.folder, f"{place}/{path}")] if not path.startswith("/") else []
        candidates += [(root, ending) for root in (self.images, self.folder) if root for ending in path_suffixes(path)]
        return next((file for root, name in candidates if (file := file_inside(root, name))), None)

    def take_in(self, picture: SourcePicture, *, alt: str) -> int:
        """Adds the picture to the library, unless it is there, and returns its id. Raises PictureRefused."""
        key = f"{picture.digest}{PurePosixPath(picture.name).suffix}"
        if reason := self.refused.get(key):
            raise reason
        try:
            return self._take_in(picture, alt)
        except PictureRefused as reason:
            self.refused[key] = reason
            raise

    def check(self, picture: SourcePicture) -> None:
        """Raises what `take_in` would raise, without writing or fetching."""
        if picture.path is not None:
            with refusing():
                image_form(picture.name, picture.path.read_bytes())

    def _take_in(self, picture: SourcePicture, alt: str) -> int:
        if picture.path:
            name, data = picture.name, picture.path.read_bytes()
        else:
            data = self._fetch(picture.address)
            name = filename_of_fetched(picture.address, data)
        with refusing():
            return add_image(name, data, description=alt).pk

    def _fetch(self, address: str) -> bytes:
        if self.fetcher is None:
            raise PictureRefused("remote", "is on another site")
        try:
            return self.fetcher.fetch(address).data
        except NotFetched as reason:
            raise PictureRefused("missing", f"cannot be fetched: {reason}") from reason


@contextmanager
def refusing() -> Generator[None]:
    """Turns errors of the library into PictureRefused."""
    try:
        yield
    except ValidationError as error:
        raise PictureRefused("refused", " ".join(error.messages)) from error


def path_suffixes(path: str) -> Iterator[str]:
    """`assets/img/x.png`, `img/x.png`, `x.png`: the folder may be any part of the old site."""
    parts = [part for part in PurePosixPath(path).parts if part not in ("/", ".", "..")]
    for start in range(len(parts)):
        yield "/".join(parts[start:])


def file_inside(root: Path, name: str) -> Path | None:
    """The file with this name, if it is inside the folder after resolving symbolic links."""
    try:
        path = (root / name).resolve()
        return path if path.is_relative_to(root.resolve()) and path.is_file() else None
    except (OSError, ValueError, RuntimeError):
        return None
