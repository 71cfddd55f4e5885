"""Sound, film and captions of the demo content by file name."""

from home.demo.sounds import two_nights
from home.demo.texts import FOLDER

SOUNDS = {"two-nights.wav": two_nights}


def recording(name: str) -> bytes:
    """The named file: a sound is made by code, everything else lies in the folder "media"."""
    if name in SOUNDS:
        return SOUNDS[name]()
    return (FOLDER / "media" / name).read_bytes()
