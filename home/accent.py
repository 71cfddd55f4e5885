"""The stylesheet of the accent colour, adjusted so that it is readable on the light and dark background.

Contrast is the ratio of relative luminances in WCAG 2.2.
"""

import re

from django.http import HttpRequest, HttpResponse
from django.urls import register_converter
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

DEFAULT_ACCENT = "#b3401f"
LIGHT_BACKGROUND, DARK_BACKGROUND = "#fdfbf7", "#161412"
MIN_CONTRAST = 4.6
MIXING_STEPS = 200
STYLESHEET_MAX_AGE = 31_536_000

type Rgb = tuple[float, float, float]


def parse_colour(colour: str) -> Rgb:
    """Returns the three channels of a colour such as "#b3401f", from 0 to 1."""
    return tuple(int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))


def luminance(colour: Rgb) -> float:
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgb, other: Rgb) -> float:
    """Returns the contrast ratio of WCAG, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def readable_on(paper: str, colour: str) -> str:
    """Returns the colour, mixed with black or white just enough to be readable on ``paper``."""
    ground, wanted = parse_colour(paper), parse_colour(colour)
    end = 1.0 if luminance(ground) < 0.5 else 0.0
    for step in range(MIXING_STEPS + 1):
        share = step / MIXING_STEPS
        mixed = tuple(channel + (end - channel) * share for channel in wanted)
        if contrast(mixed, ground) >= MIN_CONTRAST:
            break
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in mixed)


def accent_css(colour: str) -> str:
    light, dark = readable_on(LIGHT_BACKGROUND, colour), readable_on(DARK_BACKGROUND, colour)
    return f":root{{--accent-light:{light};--accent-dark:{dark}}}\n"


@require_safe
@cache_control(public=True, max_age=STYLESHEET_MAX_AGE, immutable=True)
def accent_stylesheet(request: HttpRequest, colour: str) -> HttpResponse:
    """Returns the stylesheet of a colour such as b3401f. Each colour has its own URL."""
    return HttpResponse(accent_css(f"#{colour}"), content_type="text/css; charset=utf-8")


class ColourConverter:
    regex = "[0-9a-fA-F]{6}"

    def to_python(self, value: str) -> str:
        return value.lower()

    def to_url(self, value: str) -> str:
        colour = value.removeprefix("#").lower()
        return colour if re.fullmatch(self.regex, colour) else DEFAULT_ACCENT.removeprefix("#")


register_converter(ColourConverter, "colour")
