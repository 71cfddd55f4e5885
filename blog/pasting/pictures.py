"""Pictures on the clipboard: uploaded, at a web address, or inaccessible."""

import re
from typing import TYPE_CHECKING

from bs4 import Tag

from .losses import Loss, Lost
from .words import inline, plain

if TYPE_CHECKING:
    from .writer import Writer

# `paste:0` is the first uploaded picture.
REACHABLE = re.compile(r"(?:https?:|paste:\d)", re.IGNORECASE)
PICTURE_FILE = re.compile(r"\.(?:png|jpe?g|gif|webp|avif|svg)(?:[?#].*)?$", re.IGNORECASE)


def picture(tag: Tag, lost: list[Loss], link: str | None = None) -> str:
    """The picture as Markdown; an emoji as its character; "" for a picture that cannot be pasted."""
    source, alt = str(tag.get("src") or "").strip(), " ".join(str(tag.get("alt") or "").split())
    if is_emoji(tag, alt):
        return alt
    if not REACHABLE.match(source):
        lost.append(Loss(Lost.PICTURE, alt))
        return ""
    address = re.sub(r"[\s<>]", lambda sign: f"%{ord(sign[0]):02X}", source)
    shown = f"![{plain(alt)}](<{address}>)"
    if link and not PICTURE_FILE.search(link):
        target = re.sub(r"[\s<>]", "", link)
        return f"[{shown}](<{target}>)"
    return shown


def is_emoji(tag: Tag, alt: str) -> bool:
    names = " ".join(tag.get("class") or [])
    return bool(alt) and ("emoji" in names or (len(alt) <= 4 and not alt.isascii()))


def figure_parts(writer: "Writer", tag: Tag, depth: int) -> list[str]:
    """The pictures of a figure, with its caption in italics below; all parts of a figure without pictures."""
    caption = tag.find("figcaption")
    if not isinstance(caption, Tag) or not tag.find("img") or tag.find(["pre", "table"]):
        return writer.blocks(tag, depth + 1)
    caption.replace_with(Tag(name="br"))
    parts = writer.blocks(tag, depth + 1)
    words = inline([run for child in caption.children for run in writer.runs(child, [])], writer.raw)
    if words and parts and parts[-1].startswith(("!", "[!")):
        parts[-1] = f"{parts[-1]}\n*{words.replace('<br/>', ' ')}*"
    elif words:
        parts.append(words)
    return parts
