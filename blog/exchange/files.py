"""Finds and reads the source files of a folder."""

import stat
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from blog.exchange.dates import DATE_IN_NAME
from blog.exchange.imported_post import Unreadable
from blog.markdown.parser import MAX_CHARACTERS, refuse_long
from blog.rendering.characters import without_forbidden

MARKDOWN_SUFFIXES = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdwn", ".mdtext"})
# Formats of posts that are not supported.
UNREAD_SUFFIXES = frozenset(
    {
        ".html",
        ".htm",
        ".mdx",
        ".rst",
        ".adoc",
        ".asciidoc",
        ".dj",
        ".djot",
        ".ipynb",
        ".textile",
        ".org",
        ".rmd",
        ".qmd",
    }
)
MAX_SOURCE_BYTES = 4 * MAX_CHARACTERS
MAX_SOURCE_ID_LENGTH = 500


@dataclass(frozen=True, slots=True)
class SourceFile:
    path: Path
    source_id: str

    @property
    def is_section(self) -> bool:
        return self.path.stem == "_index"

    @property
    def name(self) -> str:
        """The name of the file, or of the folder of an `index.md`, without its date."""
        path = PurePosixPath(self.source_id)
        own = path.parent.name if path.stem == "index" and path.parent.name else path.stem
        return DATE_IN_NAME.sub("", own) or own

    @property
    def dated_name(self) -> str:
        path = PurePosixPath(self.source_id)
        return path.parent.name if path.stem == "index" else path.stem

    @property
    def is_jekyll(self) -> bool:
        return bool({"_posts", "_drafts"}.intersection(self.path.parts))


def files_in(
    folder: Path, *, endings: Container[str] = MARKDOWN_SUFFIXES, on_error: Callable[[OSError], None] | None = None
) -> Iterator[SourceFile]:
    """The files of a folder, Markdown by default, sorted by name. `on_error` gets errors of unreadable folders."""
    for parent, folders, names in folder.walk(on_error=on_error):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "node_modules")
        for name in sorted(names):
            path = parent / name
            if path.suffix.lower() in endings and not name.startswith("."):
                yield SourceFile(path, path_as_text(path.relative_to(folder)))


def path_as_text(path: Path) -> str:
    """The path as text. Bytes that are not UTF-8 are escaped."""
    return without_forbidden(path.as_posix().encode(errors="surrogateescape").decode(errors="backslashreplace"))


def read_bytes(file: SourceFile, folder: Path) -> bytes:
    try:
        if not file.path.resolve().is_relative_to(folder.resolve()):
            raise Unreadable("file", "a link that leads out of the folder is not followed")
        status = file.path.stat()
        if not stat.S_ISREG(status.st_mode):
            # Reading a pipe would never end.
            raise Unreadable("file", "is not a regular file")
        if status.st_size > MAX_SOURCE_BYTES:
            raise Unreadable("size", f"{status.st_size / 1e6:.1f} MB; at most {MAX_SOURCE_BYTES / 1e6:.0f} MB are read")
        data = file.path.read_bytes()
    except (OSError, RuntimeError) as error:
        # Before Python 3.13, a link to itself raises RuntimeError.
        raise Unreadable("file", f"cannot be read: {getattr(error, 'strerror', None) or error}") from error
    if len(file.source_id) > MAX_SOURCE_ID_LENGTH:
        raise Unreadable("file", f"its path has more than {MAX_SOURCE_ID_LENGTH} characters")
    return data


def decode(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable("encoding", "not UTF-8; save it as UTF-8 and import again", line) from error
    try:
        refuse_long(text)
    except ValueError as error:
        raise Unreadable("size", str(error)) from error
    return text
