"""Removes characters that XML 1.0 forbids, and excessive combining marks.

A feed with a forbidden character is invalid. Unicode normalization sorts the combining marks of a letter in quadratic
time.
"""

import re
import sys
import unicodedata
from functools import cache
from typing import Any

# The characters not allowed by https://www.w3.org/TR/xml/#charsets: control characters, surrogates, two noncharacters.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# The limit of combining marks in Unicode's Stream-Safe Text Format (UAX 15).
MAX_ACCENTS = 30
# A fast check for non-Latin characters, which most texts do not have.
LONG_RUN = re.compile(f"[^\x00-\u02ff]{{{MAX_ACCENTS + 1}}}")
# Characters that decompose into combining marks but are not combining themselves.
MADE_OF_ACCENTS = "\u0f73\u0f75\u0f81\uff9e\uff9f"


@cache
def too_many_accents() -> re.Pattern[str]:
    accents = "".join(filter(unicodedata.combining, map(chr, range(sys.maxunicode + 1)))) + MADE_OF_ACCENTS
    return re.compile(f"([{accents}]{{{MAX_ACCENTS}}})[{accents}]+")


def without_forbidden(value: Any) -> Any:
    """Removes forbidden characters from a text, or from all texts in JSON lists and objects. Others are unchanged.

    A surrogate pair, which some programs write for an emoji, becomes its character.
    """
    if isinstance(value, str):
        if FORBIDDEN.search(value):
            value = FORBIDDEN.sub("", value.encode("utf-16", "surrogatepass").decode("utf-16", "ignore"))
        return too_many_accents().sub(r"\1", value) if LONG_RUN.search(value) else value
    if isinstance(value, dict):
        return {without_forbidden(key): without_forbidden(inner) for key, inner in value.items()}
    return [without_forbidden(inner) for inner in value] if isinstance(value, list) else value
