"""The characters that XML 1.0 forbids are in no text: a feed with one of them can be read by nobody."""

import re
from typing import Any

# What https://www.w3.org/TR/xml/#charsets leaves out: control characters, surrogates and two noncharacters.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def without_forbidden(value: Any) -> Any:
    """A text without them, or a list or an object of JSON whose texts are; anything else as it is.

    A pair of surrogates, as some programs write an emoji, becomes the character that it means.
    """
    if isinstance(value, str) and FORBIDDEN.search(value):
        return FORBIDDEN.sub("", value.encode("utf-16", "surrogatepass").decode("utf-16", "ignore"))
    if isinstance(value, dict):
        return {without_forbidden(key): without_forbidden(inner) for key, inner in value.items()}
    return [without_forbidden(inner) for inner in value] if isinstance(value, list) else value
