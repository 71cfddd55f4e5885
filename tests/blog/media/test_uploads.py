"""Bytes in, bytes or a refusal out."""

import struct
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, ImageOps, ImageSequence

from blog.media.uploads import check_document, checked_picture, upright_size
from tests.blog.media_files import (
    DOCUMENTS,
    PROFILE,
    RECORDINGS,
    SECRET,
    TALKATIVE,
    archive,
    chunk,
    drawn,
    gif_of_frames,
    notes,
    office,
    png_of_size,
    saved,
    segment,
    talkative_avif,
    talkative_gif,
    talkative_jpeg,
    talkative_png,
    talkative_webp,
)

LIMIT = 50_000_000


def checked(name, data):
    return checked_picture(name, data, max_pixels=LIMIT)


def refusal(name, data):
    with pytest.raises(ValidationError) as caught:
        checked(name, data)
    return caught.value


def opened(data):
    return Image.open(BytesIO(data))


@pytest.mark.parametrize("name", TALKATIVE)
def test_names_places_and_cameras_are_removed(name):
    data = TALKATIVE[name]()
    assert SECRET in data

    clean = checked(name, data)

    assert SECRET not in clean
    assert set(opened(clean).getexif()) <= {0x0112}


@pytest.mark.parametrize("name", TALKATIVE)
def test_pixels_are_the_same_after_cleaning(name):
    data = TALKATIVE[name]()

    clean = checked(name, data)

    frames = [frame.convert("RGBA").tobytes() for frame in ImageSequence.Iterator(opened(clean))]
    assert frames == [frame.convert("RGBA").tobytes() for frame in ImageSequence.Iterator(opened(data))]


@pytest.mark.parametrize("name", TALKATIVE)
def test_cleaning_twice_changes_nothing(name):
    clean = checked(name, TALKATIVE[name]())

    assert checked(name, clean) == clean


@pytest.mark.parametrize("name", sorted(set(TALKATIVE) - {"photo.gif"}))
def test_colour_profile_is_kept(name):
    assert opened(checked(name, TALKATIVE[name]())).info["icc_profile"] == PROFILE


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.jpg", talkative_jpeg),
        ("a.png", talkative_png),
        ("a.webp", talkative_webp),
        ("a.avif", talkative_avif),
    ],
)
def test_picture_stays_the_right_way_up(name, make, orientation):
    data = make(orientation)
    expected = ImageOps.exif_transpose(opened(data)).convert("RGB")

    clean = checked(name, data)

    shown = ImageOps.exif_transpose(opened(clean)).convert("RGB")
    assert shown.tobytes() == expected.tobytes()
    assert upright_size(clean) == expected.size


def test_animation_keeps_frames_and_times():
    clean = opened(checked("a.gif", talkative_gif()))

    assert [frame.info["duration"] for frame in ImageSequence.Iterator(clean)] == [40, 80, 120]
    assert clean.info["loop"] == 0


@pytest.mark.parametrize("kind", ["WEBP", "PNG", "AVIF"])
def test_other_animations_keep_their_frames(kind):
    frames = [drawn(mark=colour) for colour in ("red", "green", "blue")]
    data = saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)

    assert opened(checked(f"a.{kind.lower()}", data)).n_frames == 3


def test_progressive_jpeg_keeps_every_scan():
    data = saved(drawn((300, 200)), "JPEG", progressive=True, exif=notes(1))

    assert opened(checked("a.jpg", data)).tobytes() == opened(data).tobytes()


def test_small_copy_in_a_jpeg_is_removed():
    jfif = b"JFIF\0\x01\x01\0\0\x01\0\x01\x02\x02" + b"uncropped!!!"
    data = b"\xff\xd8" + segment(0xE0, jfif) + saved(drawn(), "JPEG")[20:]

    assert b"uncropped" not in checked("a.jpg", data)


LIES = {
    "page.png": b"<!doctype html><script>alert(1)</script>",
    "drawing.png": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "program.gif": b"#!/bin/sh\nrm -rf ~\n",
    "photo.jpg": saved(drawn(), "PNG"),
    "photo.png": saved(drawn(), "JPEG"),
    "photo.webp": saved(drawn(), "GIF"),
    "photo.avif": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
}


@pytest.mark.parametrize("name", LIES)
def test_picture_that_is_something_else_is_refused(name):
    assert refusal(name, LIES[name]).code == "not_what_it_says"


def test_refusal_says_what_was_found_and_what_to_do():
    words = (
        "“photo.jpg” has the extension of a JPEG picture, but its content is PNG. "
        "Open it in an image editor, save it as JPEG, then upload that file."
    )

    assert refusal("photo.jpg", saved(drawn(), "PNG")).messages == [words]


@pytest.mark.parametrize("name", ["drawing.svg", "photo", "photo.png.exe", "photo.bmp", ".png"])
def test_name_of_no_accepted_kind_is_refused(name):
    assert refusal(name, saved(drawn(), "PNG")).code == "invalid_extension"


def test_empty_file_is_refused():
    assert refusal("a.png", b"").code == "empty"


@pytest.mark.parametrize("part", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("name", TALKATIVE)
def test_truncated_picture_is_refused(name, part):
    kind = {"jpg": "JPEG"}.get(name[-3:], name.rpartition(".")[2].upper())
    data = saved(Image.effect_noise((64, 64), 80).convert("RGB"), kind)

    assert refusal(name, data[: int(len(data) * part)]).code in ("incomplete", "not_what_it_says")


def test_small_file_of_very_many_pixels_is_refused():
    data = png_of_size(12_000, 12_000)
    assert len(data) < 20_000

    assert refusal("a.png", data).code == "too_many_pixels"


def test_picture_that_only_claims_to_be_huge_is_refused_before_memory_is_taken():
    data = png_of_size(8, 8)
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 6, 0, 0, 0)

    assert refusal("a.png", data[:8] + chunk(b"IHDR", head) + data[33:]).code == "too_many_pixels"


def test_picture_too_long_for_any_format_of_the_site_is_refused():
    assert refusal("a.png", png_of_size(10, 16_001)).code == "too_long"


@pytest.mark.parametrize(("frames", "size"), [(1_001, (2, 2)), (60, (3_000, 3_000))])
def test_animation_too_large_to_show_is_refused(frames, size):
    assert refusal("a.gif", gif_of_frames(frames, size)).code == "too_many_frames"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jpg", b"\xff\xd8" + b"\xff" * 5_000_000),
        ("a.jpg", b"\xff\xd8" + segment(0xFE, b"") * 500_000),
        ("a.png", png_of_size(9, 9)[:33] + chunk(b"tEXt", b"") * 500_000),
        ("a.gif", gif_of_frames(1)[:-1] + b"\x21\xfe\0" * 500_000),
    ],
)
def test_file_made_to_keep_a_reader_busy_is_refused(name, data):
    assert refusal(name, data).code == "incomplete"


def test_what_follows_the_picture_is_removed():
    program = b"<?php system($_GET['q']); ?>"

    assert program not in checked("a.png", saved(drawn(), "PNG") + program)
    assert program not in checked("a.jpg", saved(drawn(), "JPEG", comment=program) + program)
    assert program not in checked("a.gif", saved(drawn(), "GIF", comment=program) + program)


@pytest.mark.parametrize("name", [*DOCUMENTS, *RECORDINGS])
def test_honest_document_is_accepted(name):
    check_document(name, BytesIO((DOCUMENTS | RECORDINGS)[name]))


FALSE_DOCUMENTS = {
    "page.pdf": b"<!doctype html><script>alert(1)</script>",
    "late.pdf": b"<html>%PDF-1.7",
    "page.csv": b"\n <html><body>504 Gateway Time-out</body></html>",
    "page.txt": b"\xef\xbb\xbf<script>alert(1)</script>",
    "program.txt": b"MZ\x90\0\x03\0",
    "wide.csv": "a,b".encode("utf-16"),
    "late.csv": b"a,b\n" * 400_000 + b"\0",
    "page.json": b"<svg/>",
    "latin.json": '{"a": "ü"}'.encode("latin-1"),
    "words.json": b"hello",
    "text.zip": b"not an archive",
    **{f"page{name[name.rindex('.') :]}": b"<!doctype html><script>alert(1)</script>" for name in RECORDINGS},
    **{f"other{name[name.rindex('.') :]}": RECORDINGS["song.flac"] for name in RECORDINGS if name != "song.flac"},
    "picture.mp4": struct.pack(">I4s4sI", 20, b"ftyp", b"avif", 0) + b"mif1",
    "film.webm": b"\x1a\x45\xdf\xa3\x93\x42\x82\x88matroska",
    "sound.ogv": RECORDINGS["talk.opus"],
    "film.opus": RECORDINGS["clip.ogv"],
    "picture.wav": b"RIFF\x10\0\0\0WEBPVP8 ",
    "words.vtt": b"WEBVTT and nothing to show\n\nWords.\n",
    "late.vtt": b"\n" + RECORDINGS["talk.vtt"],
    "wide.vtt": RECORDINGS["talk.vtt"].decode().encode("utf-16"),
    "page.zip": b"<html>" + archive(readme="…"),
    "short.zip": archive(readme="…")[:-20],
    "plain.docx": archive(readme="…"),
    "sheet.docx": office("xl"),
    "plain.odt": archive(mimetype="text/html"),
    "plain.epub": archive(book="…"),
    "long.zip": archive(a="")[:-22] + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 1, 1, 1 << 30, 0, 0),
}


@pytest.mark.parametrize("name", FALSE_DOCUMENTS)
def test_document_that_is_something_else_is_refused(name):
    with pytest.raises(ValidationError) as caught:
        check_document(name, BytesIO(FALSE_DOCUMENTS[name]))

    assert caught.value.code == "not_what_it_says"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("letter.docx", office("word", "word/vbaProject.bin"), "macros"),
        ("empty.pdf", b"", "empty"),
        ("program.exe", b"MZ", "invalid_extension"),
        ("page.html", b"<html>", "invalid_extension"),
    ],
)
def test_document_that_nobody_should_open_is_refused(name, data, code):
    with pytest.raises(ValidationError) as caught:
        check_document(name, BytesIO(data))

    assert caught.value.code == code
