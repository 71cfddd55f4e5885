"""Sounds of the demo content, made by code like its drawings."""

import array
import io
import math
import sys
import wave

RATE = 8000  # samples per second
BELL = ((1.0, 1.0), (2.76, 0.4), (5.4, 0.2))  # partials of a struck bar: frequency and loudness over the first
PITCH = 620  # hertz
STROKE, HOUR, NIGHT = 0.4, 0.9, 1.8  # seconds from one stroke, last stroke of an hour or of a night to the next
MARCH, OCTOBER = (1, 3), (1, 2, 2, 3)


def two_nights() -> bytes:
    """A bell that strikes the hours from one to three: in the night of the change in March, then in October."""
    samples: list[float] = []
    for hours in (MARCH, OCTOBER):
        for hour in hours:
            for _ in range(hour - 1):
                _strike(samples, STROKE)
            _strike(samples, NIGHT if hour == hours[-1] else HOUR)
    return _wav(samples)


def _strike(samples: list[float], seconds: float) -> None:
    for number in range(round(seconds * RATE)):
        second = number / RATE
        attack, end = min(1, second / 0.004), min(1, (seconds - second) / 0.02)
        ring = sum(
            loudness * math.exp(-second * 2.5 * partial) * math.sin(math.tau * PITCH * partial * second)
            for partial, loudness in BELL
        )
        samples.append(0.5 * attack * end * ring)


def _wav(samples: list[float]) -> bytes:
    """One channel of 16 bits, of samples between -1 and 1."""
    numbers = array.array("h", (round(sample * 32767) for sample in samples))
    if sys.byteorder == "big":
        numbers.byteswap()
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(numbers.tobytes())
    return file.getvalue()
