"""Converts TeX to MathML on the server."""

import re
import threading
from colorsys import rgb_to_hsv
from functools import cache
from threading import Lock, Thread

import nh3
from math_core import LatexToMathML

from blog.rendering.text_cache import cached_text

MAX_TEX_CHARACTERS = 4_000
# The parser recurses for each brace and command, with up to 2 KB of stack per character, and a stack overflow ends the
# process. Short formulas fit into the stack of any thread; longer ones run in a thread with a larger stack.
SHORT_TEX_CHARACTERS = 150
STACK_BYTES = 16 * 1024 * 1024
MAX_CACHED_MATHML_CHARACTERS = 4_000_000
one_stack_at_a_time = Lock()

ALLOWED_MATHML_ELEMENTS = {
    *("math", "mi", "mn", "mo", "ms", "mtext", "mspace", "mrow", "mstyle", "mpadded", "mphantom", "menclose"),
    *("mfrac", "msqrt", "mroot", "msub", "msup", "msubsup", "munder", "mover", "munderover"),
    *("mmultiscripts", "mprescripts", "mtable", "mtr", "mtd"),
    *("b", "i", "em", "code", "s", "u"),
}
LAYOUT = {"displaystyle", "scriptlevel", "class"}
ALLOWED_MATHML_ATTRIBUTES = {
    "math": {"display", "class"},
    "mi": {"mathvariant", "class"},
    "mo": {"form", "stretchy", "symmetric", "largeop", "movablelimits", "lspace", "rspace", "minsize", "maxsize"},
    "mspace": {"width", "height", "depth", "class"},
    "mpadded": {"width", "height", "depth", "lspace", "voffset", "class"},
    "menclose": {"notation"},
    "mfrac": {"linethickness", "displaystyle"},
    "mover": {"accent"},
    "munder": {"accentunder"},
    "munderover": {"accent", "accentunder"},
    "mrow": LAYOUT,
    "mstyle": LAYOUT,
    "mtable": {"displaystyle", "class"},
    "mtd": LAYOUT,
}
PLAIN_VALUE = re.compile(r"[#\w. -]{0,100}\Z")
STYLE_ATTRIBUTE = re.compile(r' style="([^"<>]*)"')
COLOUR = re.compile(r"color:\s*#([0-9A-Fa-f]{6})")
# The page defines readable colours. Colours in a formula are mapped to them by hue; these are upper limits in degrees.
HUES = ((20, "red"), (70, "yellow"), (170, "green"), (260, "blue"), (335, "violet"), (360, "red"))
# The content security policy forbids inline styles. Those of the converter are replaced by classes.
CLASSES = {
    "width:100%": "math-wide",
    "width:50%": "math-margin",
    "width:7.5%": "math-indent",
    "text-align:left": "math-left",
    "text-align:right": "math-right",
    "padding-left:0": "math-flush-left",
    "padding-right:0": "math-flush-right",
    "padding-left:1em": "math-apart",
    "padding-left:0.2222em": "math-spaced",
    "padding-left:0.2778em": "math-spaced",
    "padding-top:0": "math-tight",
    "border-top:0.05em solid currentcolor": "math-rule-top",
    "border-left:0.05em solid currentcolor": "math-rule-left",
    "border-right:0.05em solid currentcolor": "math-rule-right",
    "border-top:0.05em dashed currentcolor": "math-rule-top math-dashed",
    "border-left:0.05em dashed currentcolor": "math-rule-left math-dashed",
    "border-right:0.05em dashed currentcolor": "math-rule-right math-dashed",
    "margin-left:-0.16666667em": "math-closer",
}


def mathml(tex: str, *, display: bool) -> str | None:
    """A safe `<math>` element, or None if the TeX is empty, too long or cannot be converted. Never raises."""
    return cached_mathml(tex, display)


def conversion_error(tex: str) -> str:
    """The converter's error message for this formula, in English; "" if it can be converted."""
    _converted, complaint = converted(tex, display=True)
    return complaint


@cached_text(characters=MAX_CACHED_MATHML_CHARACTERS)
def cached_mathml(tex: str, display: bool) -> str | None:
    if not tex.strip() or len(tex) > MAX_TEX_CHARACTERS:
        return None
    html, _complaint = converted(tex, display=display)
    return cleaned(html) if html else None


def converted(tex: str, *, display: bool) -> tuple[str, str]:
    """The converter's MathML and "", or "" and its error message."""
    if len(tex) <= SHORT_TEX_CHARACTERS:
        return convert(tex, display)
    results = []
    thread = Thread(target=lambda: results.append(convert(tex, display)))
    with one_stack_at_a_time:
        usual = threading.stack_size(STACK_BYTES)
        try:
            thread.start()
        finally:
            threading.stack_size(usual)
    thread.join()
    return results[0]


def convert(tex: str, display: bool) -> tuple[str, str]:
    try:
        return converter().convert_with_local_state(tex, displaystyle=display), ""
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001 - a Rust panic is not an Exception
        return "", re.sub(r"^\d+: ", "", str(error))


@cache
def converter() -> LatexToMathML:
    # Macros defined in a formula could expand beyond the limit.
    return LatexToMathML(fancy_error=False, max_expansions=0)


def cleaned(html: str) -> str:
    return nh3.clean(
        STYLE_ATTRIBUTE.sub(class_instead, html),
        tags=ALLOWED_MATHML_ELEMENTS,
        attributes=ALLOWED_MATHML_ATTRIBUTES,
        attribute_filter=lambda _tag, _name, value: value if PLAIN_VALUE.match(value) else None,
        link_rel=None,
    )


def class_instead(style: re.Match[str]) -> str:
    """The class attribute that replaces an inline style."""
    declarations = [re.sub(r"\s*:\s*", ":", part.strip()) for part in style[1].split(";")]
    names = [CLASSES[part] for part in declarations if part in CLASSES]
    if colour := COLOUR.search(style[1]):
        names.append(f"math-{colour_name(colour[1])}")
    return f' class="{" ".join(names)}"' if names else ""


def colour_name(code: str) -> str:
    """The name of the page colour closest to a colour of six hexadecimal digits."""
    red, green, blue = (int(code[place : place + 2], 16) / 255 for place in (0, 2, 4))
    hue, saturation, _value = rgb_to_hsv(red, green, blue)
    return next(name for end, name in HUES if hue * 360 <= end) if saturation > 0.2 else "plain"
