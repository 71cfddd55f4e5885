"""Checks by the first bytes that sound, video and subtitle files match their extension.

Specifications: ISO/IEC 14496-12 (ftyp), Matroska and WebM (EBML, RFC 8794), RFC 3533 and 7845 (Ogg, Opus), ID3v2 and
ISO/IEC 11172-3 (MP3), RIFF/WAVE, RFC 9639 (FLAC), WebVTT.
"""

import re
from typing import BinaryIO

from .binary import BrokenError

HEAD = 4096
MP4_BRANDS = frozenset(
    (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"dash", b"M4V ", b"M4A ", b"M4B ")
)
EBML, DOCTYPE_WEBM = b"\x1a\x45\xdf\xa3", re.compile(rb"\x42\x82.{1,8}webm", re.DOTALL)
OGG_CODECS = {
    "ogv": (b"\x80theora", b"fishead\0"),
    "opus": (b"OpusHead",),
    "ogg": (b"OpusHead", b"\x01vorbis", b"\x7fFLAC", b"Speex   "),
}
# Eleven sync bits, layer III of any version, and a valid bit rate.
MP3_FRAME = re.compile(rb"\xff[\xe2\xe3\xf2\xf3\xfa\xfb][\x10-\xef]", re.DOTALL)
VTT = re.compile(r"\ufeff?WEBVTT(?:[ \t][^\n]*)?(?:\r?\n|\r|\Z)")
VTT_TIMING = re.compile(r"^(?:\d{2,}:)?\d\d:\d\d\.\d{3}[ \t]+-->", re.MULTILINE)


def check_recording(extension: str, file: BinaryIO) -> None:
    """Raises BrokenError if the file does not begin like a file with this extension."""
    head = file.read(HEAD)
    match extension:
        case "mp4" | "m4a":
            is_kind = _is_mp4(head)
        case "webm":
            is_kind = head.startswith(EBML) and bool(DOCTYPE_WEBM.search(head[:64]))
        case "ogv" | "ogg" | "opus":
            # The page header has 27 bytes and a segment table. The codec name follows.
            is_kind = head.startswith(b"OggS") and any(name in head[27:300] for name in OGG_CODECS[extension])
        case "mp3":
            is_kind = head.startswith(b"ID3") or bool(MP3_FRAME.match(head))
        case "wav":
            is_kind = head[:4] + head[8:12] == b"RIFFWAVE"
        case "flac":
            is_kind = head.startswith(b"fLaC")
        case _:
            is_kind = False
    if not is_kind:
        raise BrokenError(f"no {extension}")


def _is_mp4(head: bytes) -> bool:
    length = int.from_bytes(head[:4])
    if head[4:8] != b"ftyp" or not 16 <= length <= HEAD:
        return False
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, length, 4))}
    return bool(brands & MP4_BRANDS)


def check_captions(_extension: str, file: BinaryIO) -> None:
    text = file.read().decode("utf-8")
    if not VTT.match(text) or not VTT_TIMING.search(text):
        raise BrokenError("no captions")
