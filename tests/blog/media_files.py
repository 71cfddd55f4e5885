"""Pictures and documents made in code: honest ones, ones that say too much, and ones that lie."""

import math
import struct
import wave
import zipfile
import zlib
from io import BytesIO

from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

SECRET = b"Erika-Mustermann"
# What a telephone writes: a name, a camera, a place, and that it was held sideways.
ARTIST, MAKE, ORIENTATION, GPS = 0x013B, 0x010F, 0x0112, 0x8825
XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + SECRET + b"</x:xmpmeta>"
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def drawn(size=(40, 30), mode="RGB", mark="red"):
    """A white picture whose upper left corner is marked, so that turning it shows."""
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 3, size[1] // 3), fill=mark)
    return image.convert(mode)


def notes(orientation=6):
    exif = Image.Exif()
    exif[ARTIST] = SECRET.decode()
    exif[MAKE] = SECRET.decode()
    exif[ORIENTATION] = orientation
    exif.get_ifd(GPS).update({1: "N", 2: (52.0, 31.0, 12.0), 29: SECRET.decode()})
    return exif.tobytes()


def saved(image, kind, **options):
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def segment(marker, content):
    return bytes((0xFF, marker)) + struct.pack(">H", len(content) + 2) + content


def talkative_jpeg(orientation=6, size=(40, 30)):
    data = saved(drawn(size), "JPEG", quality=95, exif=notes(orientation), xmp=XMP, comment=SECRET, icc_profile=PROFILE)
    iptc = segment(0xED, b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0\0\0\0\x14" + SECRET)
    thumbnail = segment(0xE0, b"JFXX\0\x10" + SECRET)
    unknown = segment(0xEB, b"JP" + SECRET)
    return data[:2] + thumbnail + iptc + unknown + data[2:] + b"film" + SECRET


def talkative_png(orientation=6):
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", SECRET.decode())
    text.add_text("Comment", SECRET.decode(), zip=True)
    text.add_itxt("XML:com.adobe.xmp", XMP.decode())
    data = saved(drawn(mode="RGBA"), "PNG", pnginfo=text, exif=notes(orientation), icc_profile=PROFILE)
    end = data.rindex(b"IEND") - 4
    return data[:end] + chunk(b"prVt", SECRET) + chunk(b"tIME", bytes(7)) + data[end:] + b"PK" + SECRET


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def talkative_webp(orientation=6, **options):
    options = {"lossless": True} | options
    return saved(drawn(), "WEBP", exif=notes(orientation), xmp=XMP, icc_profile=PROFILE, **options) + SECRET


def talkative_gif():
    frames = [drawn(mark=colour) for colour in ("red", "green", "blue")]
    data = saved(
        frames[0], "GIF", save_all=True, append_images=frames[1:], duration=[40, 80, 120], loop=0, comment=SECRET
    )
    xmp = b"\x21\xff\x0bXMP DataXMP" + XMP + b"\x01" + bytes(range(255, -1, -1)) + b"\0"
    return data[:-1] + xmp + b"\x3b" + SECRET


def talkative_avif(orientation=6, **options):
    return saved(drawn(), "AVIF", exif=notes(orientation), xmp=XMP, icc_profile=PROFILE, **options)


TALKATIVE = {
    "photo.jpg": talkative_jpeg,
    "photo.png": talkative_png,
    "photo.webp": talkative_webp,
    "photo.gif": talkative_gif,
    "photo.avif": talkative_avif,
}


def png_of_size(width, height):
    """A few hundred bytes that say they are as large as you like, and are, in black."""
    rows = zlib.compressobj(9)
    packed = b""
    row = bytes(1 + (width + 7) // 8)
    for _row in range(height):
        packed += rows.compress(row)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed + rows.flush()) + chunk(b"IEND", b"")


def gif_of_frames(count, size=(2, 2)):
    data = saved(drawn(size, "P"), "GIF")
    start = data.index(b"\x2c")
    return data[:start] + data[start:-1] * count + b"\x3b"


def archive(**parts):
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as zipped:
        for name, content in parts.items():
            zipped.writestr(name, content)
    return file.getvalue()


def office(folder, *more):
    names = ("[Content_Types].xml", f"{folder}/document.xml", *more)
    return archive(**dict.fromkeys(names, "<xml/>"))


DOCUMENTS = {
    "figures.csv": b"year,posts\n2026,12\n",
    "letter.docx": office("word"),
    "book.epub": archive(mimetype="application/epub+zip", book="…"),
    "data.json": b'{"posts": 12}',
    "letter.odt": archive(mimetype="application/vnd.oasis.opendocument.text"),
    "paper.pdf": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n",
    "talk.pptx": office("ppt"),
    "read me.txt": "Grüße\n".encode(),
    "table.xlsx": office("xl"),
    "all.zip": archive(readme="…"),
}


def tone(seconds=0.1, rate=8000, pitch=220):
    """A WAV file of one steady tone, 16 bits, one channel."""
    file = BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        times = range(int(seconds * rate))
        sound.writeframes(
            b"".join(struct.pack("<h", round(6000 * math.sin(math.tau * pitch * t / rate))) for t in times)
        )
    return file.getvalue()


def ftyp(brand, *others):
    return struct.pack(">I4s4sI", 16 + 4 * len(others), b"ftyp", brand, 0) + b"".join(others) + b"\0\0\0\x08moov"


def ogg(codec):
    return b"OggS\0\x02" + bytes(20) + bytes((1, len(codec))) + codec


CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:02.000\nA steady tone.\n"
# As far as their first bytes: what a file of each kind has to begin with.
RECORDINGS = {
    "talk.mp4": ftyp(b"isom", b"avc1", b"mp41"),
    "clip.webm": b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\x82\x84webm\x42\x87\x81\x04",
    "clip.ogv": ogg(b"\x80theora\x03\x02"),
    "song.mp3": b"ID3\x04\0\0\0\0\0\0" + b"\xff\xfb\x90\x64",
    "bare.mp3": b"\xff\xfb\x90\x64" + bytes(400),
    "song.m4a": ftyp(b"M4A ", b"isom"),
    "song.ogg": ogg(b"\x01vorbis"),
    "talk.opus": ogg(b"OpusHead\x01"),
    "tone.wav": tone(),
    "song.flac": b"fLaC\0\0\0\x22" + bytes(34),
    "talk.vtt": CAPTIONS,
}
