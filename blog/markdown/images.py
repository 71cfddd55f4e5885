"""Pictures that are alone in their paragraph, and videos given by a bare address."""

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup, Tag
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.token import Token

from blog.markdown.addresses import linkable
from blog.markdown.attributes import read_attributes
from blog.markdown.body import NoBlock
from blog.markdown.inline import Report
from blog.markdown.nodes import Node
from blog.markdown.runs import Run, normal_runs, to_html

if TYPE_CHECKING:
    from blog.markdown.reader import Reader

type Caption = Callable[[str], str]

IMAGE_ATTRIBUTES = re.compile(
    r"(?P<images>.*\))[ \t]*\{(?P<attributes>(?:\"(?:\\.|[^\"\\])*\"|[^{}\"])*)\}\s*\Z", re.DOTALL
)
BREAKS = ("softbreak", "hardbreak")
WIDTHS = ("text", "wide", "full")
YOUTUBE = re.compile(
    r"(?:https?:)?//(?:www\.|m\.)?(?:youtube\.com/(?:watch\?(?:[^\s#]*&)?v=|embed/|shorts/|live/)"
    r"|youtube-nocookie\.com/embed/|youtu\.be/)(?P<id>[\w-]{6,20})(?:[?&#/]\S*)?\Z"
)
VIMEO = re.compile(r"(?:https?:)?//(?:www\.|player\.)?vimeo\.com/(?:video/)?(?P<id>\d{5,12})(?:[?&#/]\S*)?\Z")


def image_value(address: str, alt: str, *, caption: str = "", link: str = "", credit: str = "") -> dict[str, Any]:
    return {
        "image": {"image": normalizeLink(address), "alt_text": alt, "decorative": not alt},
        "caption": caption,
        "credit": credit,
        "width": "text",
        "link": linkable(link),
    }


def embed_value(address: str, title: str = "") -> dict[str, Any]:
    return {"url": address, "title": title, "caption": "", "poster": None}


def caption_below(tokens: list[Token]) -> list[Token]:
    """Returns the tokens within an italic line below a picture, which is a caption in many blogs."""
    breaks = [at for at, token in enumerate(tokens) if token.type in BREAKS]
    line = tokens[breaks[-1] + 1 :] if breaks else []
    is_italic = len(line) > 2 and line[0].type == "em_open" and line[-1].type == "em_close"
    if not is_italic or any(token.type in ("em_open", "em_close") for token in line[1:-1]):
        return []
    return line[1:-1]


def images_alone(tokens: list[Token], caption: Caption) -> list[dict[str, Any]]:
    """Returns the pictures of a paragraph that contains nothing else; otherwise an empty list."""
    images: list[dict[str, Any]] = []
    link = ""
    for token in tokens:
        tag = only_tag(token.content) if token.type == "html_inline" else None
        if token.type == "image":
            address, title = str(token.attrs.get("src", "")), str(token.attrs.get("title", ""))
            images.append(image_value(address, alt_text(token), caption=caption(title), link=link))
        elif tag is not None and tag.name == "img":
            images.append(tag_image(tag, caption, link))
        elif token.type == "link_open" or (tag is not None and tag.name == "a"):
            link = str((tag or token.attrs).get("href") or "")
        elif token.type == "link_close" or token.content.lower() == "</a>":
            link = ""
        elif token.type not in BREAKS and (tag is None or token.nesting) and not is_blank(token):
            return []
    return images


def is_blank(token: Token) -> bool:
    return token.type == "text" and not token.content.strip()


def only_tag(source: str) -> Tag | None:
    element = BeautifulSoup(source, "html.parser").find(True)
    return element if isinstance(element, Tag) and element.name in ("img", "a", "br") else None


def tag_image(tag: Tag, caption: Caption, link: str = "") -> dict[str, Any]:
    alt = " ".join(str(tag.get("alt") or "").split())
    return image_value(str(tag.get("src") or ""), alt, caption=caption(str(tag.get("title") or "")), link=link)


def alt_text(token: Token) -> str:
    return " ".join("".join(texts(token.children or [])).split())


def texts(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in BREAKS:
            yield " "
        elif token.type != "html_inline":
            yield from texts(token.children) if token.children else (token.content,)


def with_attributes(images: list[dict[str, Any]], source: str, report: Report) -> list[dict[str, Any]]:
    """Sets the attributes of `{width=wide credit="…"}` on the last picture."""
    attributes = read_attributes(source)
    for name, text in attributes.named.items():
        if name == "width" and text in WIDTHS:
            images[-1]["width"] = text
        elif name == "credit":
            images[-1]["credit"] = text
        else:
            attributes.others.append(f"{name}={text}")
    for word in attributes.others:
        report("image attribute", word)
    return images


def video_address(address: str) -> str:
    """Returns the address of a video's page, or "" if the address is not that of a video."""
    if match := YOUTUBE.match(address):
        return f"https://www.youtube.com/watch?v={match['id']}"
    if match := VIMEO.match(address):
        return f"https://vimeo.com/{match['id']}"
    return ""


def lone_video(tokens: list[Token]) -> str:
    """Returns the address of the video, if the paragraph consists only of its bare address."""
    if [token.type for token in tokens] != ["link_open", "text", "link_close"]:
        return ""
    address = str(tokens[0].attrs.get("href", ""))
    return bare_video(tokens[1].content, address)


def bare_video(words: str, address: str) -> str:
    """Returns the address of a link if it is that of a video and also the text of the link."""
    is_bare = words.removeprefix("https://") == address.removeprefix("https://")
    return address if is_bare and video_address(address) else ""


class PictureReader:
    def __init__(self, reader: "Reader") -> None:
        self.reader = reader

    def caption(self, title: str) -> str:
        """Returns the title of a picture as inline rich text. The title may contain inline Markdown."""
        try:
            html = self.reader.inline_html(self.reader.inline(title)) if title else ""
        except NoBlock:
            html = to_html(normal_runs([Run(title)]))
        return f"<p>{html}</p>" if html else ""

    def alone(self, node: Node) -> list[dict]:
        """Returns the pictures of a paragraph that contains nothing else, except their attributes or caption."""
        if "![" not in node.content and "<img" not in node.content.lower():
            return []
        if match := IMAGE_ATTRIBUTES.match(node.content):
            images = images_alone(self.reader.inline(match["images"]), self.caption)
            return with_attributes(images, match["attributes"], self.reader.report) if images else []
        tokens = node.inline
        below = caption_below(tokens)
        images = images_alone(tokens[: -len(below) - 3] if below else tokens, self.caption)
        if images and below:
            images[-1]["caption"] = f"<p>{self.reader.inline_html(below)}</p>"
        return images
