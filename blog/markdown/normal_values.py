"""The normal form of a block's fields, as reading its Markdown would return them."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from blog.markdown.addresses import linkable
from blog.markdown.body import NoBlock
from blog.markdown.fences import marked_lines
from blog.markdown.images import WIDTHS
from blog.markdown.prose import inline_runs
from blog.markdown.runs import UNSPEAKABLE, instead, to_html

# The stored fields of directives on one line, with their empty values. None is an empty id.
LEAF_FIELDS: dict[str, dict[str, str | None]] = {
    "embed": {"url": "", "title": "", "caption": "", "poster": None},
    "bookmark": {"url": "", "title": "", "description": "", "site_name": "", "poster": None},
    "video": {"file": None, "poster": None, "captions": None, "language": "", "title": "", "caption": ""},
    "audio": {"file": None, "title": "", "caption": ""},
}
# The keys of pictures and documents, and the keys in blocks whose picture or file was deleted.
IMAGE_KEY = "image:"
DOCUMENT_KEY = "document:"
NO_IMAGE = f"{IMAGE_KEY}gone"
NO_DOCUMENT = f"{DOCUMENT_KEY}gone"
COLUMN_KINDS = ("text", "centre", "number")
CALLOUT_KINDS = ("note", "tip", "important", "warning", "caution")
LINE_END = re.compile(r"\r\n?")
NO_LANGUAGE = re.compile(r"[^\w+#.-]+")


def one_line(text: object) -> str:
    """Returns the plain text of a field that Markdown writes on one line."""
    return " ".join(UNSPEAKABLE.sub(instead, str(text or "")).split())


def preserved_lines(text: object) -> str:
    return LINE_END.sub("\n", str(text or "")).replace("\0", "\ufffd")


def normal_tex(text: object) -> str:
    """Returns TeX without blank lines, which it does not allow, and without whitespace at the ends of lines."""
    return "\n".join(line.rstrip() for line in preserved_lines(text).split("\n") if line.strip()).strip()


def rich_line(html: object) -> str:
    """Returns the rich text of a caption or a cell: one paragraph, or an empty string."""
    inside = to_html(inline_runs(str(html or "")))
    return f"<p>{inside}</p>" if inside else ""


def web_address(text: object) -> str:
    try:
        return linkable(str(text or ""))
    except NoBlock:
        return ""


def picture(value: Mapping[str, Any]) -> dict[str, Any]:
    alt = "" if value.get("decorative") else one_line(value.get("alt_text"))
    return {"image": value.get("image") or NO_IMAGE, "alt_text": alt, "decorative": not alt}


def code(value: Mapping[str, Any]) -> dict[str, Any]:
    language = NO_LANGUAGE.sub("-", one_line(value.get("language"))).strip("-")
    return {
        "code": preserved_lines(value.get("code")),
        # A fence with the language `math` is a formula.
        "language": "latex" if language == "math" else language,
        "file_name": one_line(value.get("file_name")),
        "marked_lines": marked_lines(str(value.get("marked_lines") or "")),
        "line_numbers": bool(value.get("line_numbers")),
        "caption": one_line(value.get("caption")),
    }


def image(value: Mapping[str, Any]) -> dict[str, Any]:
    width = value.get("width")
    return {
        "image": picture(value.get("image") or {}),
        "caption": rich_line(value.get("caption")),
        "credit": one_line(value.get("credit")),
        "width": width if width in WIDTHS else "text",
        "link": web_address(value.get("link")),
    }


def gallery(value: Mapping[str, Any]) -> dict[str, Any]:
    items = [item["value"] for item in value.get("images") or []]
    pictures = [{"image": picture(item["image"]), "caption": rich_line(item.get("caption"))} for item in items]
    return {
        "images": [{"type": "item", "value": item} for item in pictures],
        "caption": rich_line(value.get("caption")),
    }


def table(value: Mapping[str, Any]) -> dict[str, Any]:
    """Makes each row as long as there are columns. A column of an unknown type becomes a text column."""
    stored = value.get("table") or {}
    columns = [
        {"type": kind if (kind := column.get("type")) in COLUMN_KINDS else "text", "heading": column.get("heading")}
        for column in stored.get("columns") or []
    ]
    rows = [[rich_line(cell) for cell in row["values"]] for row in stored.get("rows") or []]
    return {
        "table": {
            "columns": columns,
            "rows": [{"values": (row + [""] * len(columns))[: len(columns)]} for row in rows],
            "caption": one_line(stored.get("caption")),
        },
        "header_column": bool(value.get("header_column")),
    }


def math(value: Mapping[str, Any]) -> dict[str, Any]:
    return {"tex": normal_tex(value.get("tex")), "caption": one_line(value.get("caption"))}


def leaf(kind: str) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    def normal(value: Mapping[str, Any]) -> dict[str, Any]:
        fields = {name: one_line(value.get(name)) or empty for name, empty in LEAF_FIELDS[kind].items()}
        if "file" in fields:
            fields["file"] = fields["file"] or NO_DOCUMENT
        return fields

    return normal


NORMAL_VALUES: dict[str, Callable[[Mapping[str, Any]], Any]] = {
    "code": code,
    "image": image,
    "gallery": gallery,
    "table": table,
    "math": math,
    **{kind: leaf(kind) for kind in LEAF_FIELDS},
}


def is_empty(kind: str, value: Any) -> bool:
    """Returns whether the block has no content for readers, so that the normal form omits it."""
    if kind in ("text", "markdown"):
        return not value.strip()
    needed = {
        "quote": ("content", "source", "source_url"),
        "callout": ("content",),
        "details": ("content", "summary"),
        "list": ("items",),
        "gallery": ("images", "caption"),
        "math": ("tex",),
        "embed": ("url",),
        "bookmark": ("url",),
    }
    if kind == "table":
        return not value["table"]["columns"]
    return kind in needed and not any(value[name] for name in needed[kind])
