"""Metadata of a page or video on another site: title, description, name of the site, picture.

Sources: the Open Graph protocol (ogp.me), the head elements of the page, and for video hosts oEmbed (oembed.com).
"""

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlencode, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from bs4.dammit import EncodingDetector
from django.utils.translation import gettext as _

from blog.fetching.ssrf_guard import JSON_REQUEST, PAGE_REQUEST, Fetched, Fetcher, NotFetched

# The metadata is in the head of a page; the rest is not read.
MAX_PAGE_BYTES = 512 * 1024
PREVIEW_TIMEOUT_SECONDS = 6.0
OEMBED = {
    "youtube.com": "https://www.youtube.com/oembed",
    "youtu.be": "https://www.youtube.com/oembed",
    "vimeo.com": "https://vimeo.com/api/oembed.json",
}
START_TAG = re.compile(r"<(?:title|meta)\b", re.IGNORECASE)
# Python codecs that no page uses and that take quadratic time.
NO_CHARSETS = frozenset(("punycode", "idna"))
MAX_HEAD_ELEMENTS, MAX_ELEMENT_CHARACTERS = 80, 1_500
MAX_PREVIEW_LINE_LENGTH = 200
MAX_PREVIEW_DESCRIPTION_LENGTH = 400


@dataclass(frozen=True, slots=True)
class LinkPreview:
    title: str = ""
    description: str = ""
    site_name: str = ""
    picture: str = ""


def fetch_preview(address: str, fetcher: Fetcher) -> LinkPreview:
    """Fetches the preview of an address. Raises NotFetched."""
    host = (urlsplit(address).hostname or "").removeprefix("www.").removeprefix("m.")
    if host not in OEMBED:
        return card_of_page(fetcher.fetch(address, PAGE_REQUEST))
    query = urlencode({"url": address, "format": "json"})
    return card_of_video(fetcher.fetch(f"{OEMBED[host]}?{query}", JSON_REQUEST))


def card_of_video(answer: Fetched) -> LinkPreview:
    try:
        said = json.loads(answer.data)
    except (ValueError, RecursionError) as error:
        raise NotFetched(_("The server did not answer with the description of a video.")) from error
    said = said if isinstance(said, dict) else {}
    return card(
        answer.address,
        title=said.get("title"),
        site_name=said.get("provider_name"),
        picture=said.get("thumbnail_url"),
    )


def card_of_page(answer: Fetched) -> LinkPreview:
    said: dict[str, str] = {}
    for element in elements_of_head(decoded(answer)):
        if element.name == "title":
            said.setdefault("title", element.get_text())
        else:
            name = str(element.get("property") or element.get("name") or "").lower()
            said.setdefault(name, str(element.get("content") or ""))
    return card(
        answer.address,
        title=said.get("og:title") or said.get("title"),
        description=said.get("og:description") or said.get("description"),
        site_name=said.get("og:site_name"),
        picture=said.get("og:image") or said.get("twitter:image"),
    )


def decoded(answer: Fetched) -> str:
    """Decodes a page as a browser does: the charset of the server takes precedence over that of the page."""
    for name in (answer.charset, EncodingDetector.find_declared_encoding(answer.data, is_html=True)):
        try:
            if name and codecs.lookup(name).name not in NO_CHARSETS:
                return answer.data.decode(name, "replace")
        except (LookupError, UnicodeError):
            continue
    try:
        # The page may have been cut off within a character.
        return codecs.getincrementaldecoder("utf-8")().decode(answer.data)
    except UnicodeDecodeError:
        return answer.data.decode("cp1252", "replace")


def elements_of_head(page: str) -> Iterator[Tag]:
    """The first title and meta elements, each parsed alone: parsing a hostile page as a whole could take minutes."""
    for start in islice(START_TAG.finditer(page), MAX_HEAD_ELEMENTS):
        piece = page[start.start() : start.start() + MAX_ELEMENT_CHARACTERS]
        if isinstance(found := BeautifulSoup(piece, "html.parser").find(["title", "meta"]), Tag):
            yield found


def card(address: str, *, title: object, site_name: object, picture: object, description: object = "") -> LinkPreview:
    """A preview with each text cut to one line of bounded length and an absolute URL of the picture."""
    try:
        found = urljoin(address, picture) if isinstance(picture, str) and picture else ""
    except ValueError:
        found = ""
    return LinkPreview(
        title=one_line(title, MAX_PREVIEW_LINE_LENGTH),
        description=one_line(description, MAX_PREVIEW_DESCRIPTION_LENGTH),
        site_name=one_line(site_name, MAX_PREVIEW_LINE_LENGTH),
        picture=found,
    )


def one_line(text: object, longest: int) -> str:
    words = " ".join(text.split()) if isinstance(text, str) else ""
    words = words.replace("\0", "")
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"
