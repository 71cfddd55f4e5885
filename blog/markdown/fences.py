"""Converts fenced and indented code to the `code` block."""

import re
from typing import Any

from blog.markdown.attributes import read_attributes
from blog.markdown.inline import Report

FILE_NAMES = ("file", "title", "filename")
MARKED_LINES_OPTIONS = ("marked", "hl_lines", "highlight")
LINES = re.compile(r"\d+(-\d+)?([,\s]+\d+(-\d+)?)*")


def code_value(content: str, info: str = "", *, report: Report) -> dict[str, Any]:
    language, rest = split_info(info.strip())
    attributes = read_attributes(rest)
    value = {
        "code": content.removesuffix("\n"),
        "language": language,
        "file_name": "",
        "marked_lines": marked_lines(attributes.marked),
        "line_numbers": attributes.named.pop("lines", "off") == "on" or "lines" in attributes.others,
        "caption": "",
    }
    attributes.others = [word for word in attributes.others if word != "lines"]
    for name, text in attributes.named.items():
        if name in FILE_NAMES and not value["file_name"]:
            value["file_name"] = text
        elif name == "caption":
            value["caption"] = text
        elif name in MARKED_LINES_OPTIONS and marked_lines(text):
            value["marked_lines"] = marked_lines(text)
        else:
            attributes.others.append(f"{name}={text}")
    if attributes.marked and not value["marked_lines"]:
        attributes.others.append(f"{{{attributes.marked}}}")
    for word in attributes.others:
        report("code attribute", word)
    return value


def split_info(info: str) -> tuple[str, str]:
    """Returns the language and the rest. Other programs often write `rust,ignore` or `js{2,4}`."""
    if info.startswith("{") and info.endswith("}") and not LINES.fullmatch(info[1:-1].strip()):
        info = info[1:-1].strip().removeprefix(".")
    match = re.match(r"[^\s,{=]+(?![^\s,{]*=)", info)
    if not match:
        return "", info
    return match[0], info[match.end() :].lstrip(", ").replace(",", " ") if "=" not in info else info[match.end() :]


def marked_lines(text: str) -> str:
    text = text.strip().strip("[]").replace('"', "")
    if not LINES.fullmatch(text):
        return ""
    return ",".join(re.split(r"[,\s]+", text))
