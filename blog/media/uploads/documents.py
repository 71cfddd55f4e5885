"""Checks that the content of a document matches its extension: magic bytes, text, or the parts of an archive."""

import codecs
import re
import zipfile
from collections.abc import Callable
from pathlib import PurePath
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .binary import BrokenError
from .recordings import check_captions, check_recording

CHUNK = 1 << 20
ARCHIVE_END, ARCHIVE_TAIL = b"PK\5\6", 22 + 65_535
# The directory of an archive is read into memory. This is the size of about fifty thousand entries.
MAX_LIST = 5 * CHUNK
HTML_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|script|svg|\?php|\?xml)\b", re.IGNORECASE)
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
JSON_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*[\[{\"\-0-9tfn]")
OFFICE_PARTS = {"docx": "word/", "pptx": "ppt/", "xlsx": "xl/"}
TYPES = {"epub": b"application/epub+zip", "odt": b"application/vnd.oasis.opendocument.text"}


def check_document(name: str, file: BinaryIO) -> None:
    """Raises ValidationError if the document may not be stored. Seeks to the start of the file."""
    extension = PurePath(name).suffix.lower().removeprefix(".")
    check = CHECKS.get(extension)
    if check is None:
        raise ValidationError(
            _("Files with the extension “%(extension)s” are not accepted. Accepted extensions: %(accepted)s."),
            code="invalid_extension",
            params={"extension": f".{extension}", "accepted": ", ".join(sorted(CHECKS))},
        )
    file.seek(0)
    if not file.read(1):
        raise ValidationError(_("This file is empty. Save it again, then upload it."), code="empty")
    try:
        file.seek(0)
        check(extension, file)
    except (BrokenError, UnicodeDecodeError) as error:
        raise ValidationError(
            _(
                "“%(name)s” is not a valid .%(extension)s file. "
                "Open it in the program that created it, save it as .%(extension)s, then upload that file."
            ),
            code="not_what_it_says",
            params={"name": name, "extension": extension},
        ) from error
    finally:
        file.seek(0)


def _check_pdf(_extension: str, file: BinaryIO) -> None:
    if not file.read(5).startswith(b"%PDF-"):
        raise BrokenError("no PDF")


def _check_text(_extension: str, file: BinaryIO) -> None:
    # Not only UTF-8, because spreadsheets use other encodings. No text contains control characters.
    if HTML_START.match(file.read(CHUNK)):
        raise BrokenError("a web page")
    file.seek(0)
    while chunk := file.read(CHUNK):
        if CONTROL.search(chunk):
            raise BrokenError("no text")


def _check_json(extension: str, file: BinaryIO) -> None:
    _check_text(extension, file)
    file.seek(0)
    if not JSON_START.match(file.read(CHUNK)):
        raise BrokenError("no JSON")
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    while chunk := file.read(CHUNK):
        decoder.decode(chunk)
    decoder.decode(b"", final=True)


def _check_archive(extension: str, file: BinaryIO) -> None:
    # ZIP allows any data before an archive, such as a web page. Accepted files start with their first entry.
    if file.read(4) not in (b"PK\3\4", ARCHIVE_END):
        raise BrokenError("no archive")
    _check_size_of_list(file)
    try:
        with zipfile.ZipFile(file) as archive:
            _check_parts(extension, archive)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
        raise BrokenError("no archive") from error


def _check_size_of_list(file: BinaryIO) -> None:
    size = file.seek(0, 2)
    file.seek(max(0, size - ARCHIVE_TAIL))
    tail = file.read()
    end = tail.rfind(ARCHIVE_END)
    if end < 0 or int.from_bytes(tail[end + 12 : end + 16], "little") > MAX_LIST:
        raise BrokenError("no list of parts, or one too long")
    file.seek(0)


def _check_parts(extension: str, archive: zipfile.ZipFile) -> None:
    names = archive.namelist()
    if extension in TYPES:
        if "mimetype" not in names:
            raise BrokenError("no type")
        with archive.open("mimetype") as stated:
            if stated.read(len(TYPES[extension]) + 8).strip() != TYPES[extension]:
                raise BrokenError("another type")
    if extension in OFFICE_PARTS:
        if "[Content_Types].xml" not in names or not any(name.startswith(OFFICE_PARTS[extension]) for name in names):
            raise BrokenError("another kind of archive")
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            raise ValidationError(
                _("This file contains macros. Save it without macros, then upload that file."), code="macros"
            )


CHECKS: dict[str, Callable[[str, BinaryIO], None]] = {
    **dict.fromkeys(("flac", "m4a", "mp3", "mp4", "ogg", "ogv", "opus", "wav", "webm"), check_recording),
    "vtt": check_captions,
    "csv": _check_text,
    "docx": _check_archive,
    "epub": _check_archive,
    "json": _check_json,
    "odt": _check_archive,
    "pdf": _check_pdf,
    "pptx": _check_archive,
    "txt": _check_text,
    "xlsx": _check_archive,
    "zip": _check_archive,
}
