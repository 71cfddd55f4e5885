"""What is in no text: characters that XML 1.0 forbids, and endless accents.

A feed with one of the characters can be read by nobody. Unicode sorts the accents on a letter, in a time that grows
with the square of their number.
"""

import re
import sys
import unicodedata
from functools import cache
from typing import Any

# What https://www.w3.org/TR/xml/#charsets leaves out: control characters, surrogates and two noncharacters.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# As many accents as a text in Unicode's Stream-Safe Text Format (UAX 15) has in one place.
MAX_ACCENTS = 30
# Whatever is no letter of Latin: in most texts nothing else needs to be looked for.
LONG_RUN = re.compile(f"[^\x00-\u02ff]{{{MAX_ACCENTS + 1}}}")
# They are taken apart into accents, and are none by themselves.
MADE_OF_ACCENTS = "\u0f73\u0f75\u0f81\uff9e\uff9f"


@cache
def too_many_accents() -> re.Pattern[str]:
    accents = "".join(filter(unicodedata.combining, map(chr, range(sys.maxunicode + 1)))) + MADE_OF_ACCENTS
    return re.compile(f"([{accents}]{{{MAX_ACCENTS}}})[{accents}]+")


def without_forbidden(value: Any) -> Any:
    """A text without them, or a list or an object of JSON whose texts are; anything else as it is.

    A pair of surrogates, as some programs write an emoji, becomes the character that it means.
    """
    if isinstance(value, str):
        if FORBIDDEN.search(value):
            value = FORBIDDEN.sub("", value.encode("utf-16", "surrogatepass").decode("utf-16", "ignore"))
        return too_many_accents().sub(r"\1", value) if LONG_RUN.search(value) else value
    if isinstance(value, dict):
        return {without_forbidden(key): without_forbidden(inner) for key, inner in value.items()}
    return [without_forbidden(inner) for inner in value] if isinstance(value, list) else value
