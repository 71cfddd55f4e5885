"""Parses the attributes after the language of a fence, the name of a directive, or an image."""

import re
from dataclasses import dataclass, field

DIRECTIVE_ATTRIBUTE = re.compile(
    r"""(?P<name>[A-Za-z][\w-]*)=(?:"(?P<double>(?:\\.|[^"\\])*)"|'(?P<single>(?:\\.|[^'\\])*)'|(?P<bare>[^\s"'{}]+))"""
    r"""|\{(?P<marked>[\d,\s-]+)\}|(?P<other>\S+)"""
)
ESCAPED = re.compile(r"\\(.)")


@dataclass(slots=True)
class Attributes:
    """Named values, the line numbers in `{2,4-6}` as `marked`, and all other words."""

    named: dict[str, str] = field(default_factory=dict)
    marked: str = ""
    others: list[str] = field(default_factory=list)


def read_attributes(text: str) -> Attributes:
    found = Attributes()
    for match in DIRECTIVE_ATTRIBUTE.finditer(text):
        if match["name"]:
            value = next(filter(None, (match["double"], match["single"], match["bare"])), "")
            found.named[match["name"]] = value if match["bare"] else ESCAPED.sub(r"\1", value)
        elif match["marked"]:
            found.marked = match["marked"]
        else:
            found.others.append(match["other"])
    return found
