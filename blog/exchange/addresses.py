"""Old addresses of posts, and the targets of links between imported posts."""

import posixpath
import re
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import unquote, urljoin, urlsplit

from wagtail.contrib.redirects.models import Redirect

from blog.exchange.slugs import slug_words

PERMALINK_TOKENS = ("year", "month", "day", "title", "slug", "categories")
PERMALINK_TOKEN = re.compile(r":([a-z_]+)")
MAX_OLD_PATH_LENGTH = 255
LINKED_SUFFIXES = (".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdwn", ".mdtext")


class InvalidPermalinkPattern(ValueError):  # noqa: N818 - the name is what happened
    """A permalink pattern that cannot be used."""


def check_pattern(pattern: str) -> None:
    unknown = [token for token in PERMALINK_TOKEN.findall(pattern) if token not in PERMALINK_TOKENS]
    if unknown or not pattern.startswith("/"):
        problem = f"“:{unknown[0]}” is not known" if unknown else "it has to begin with /"
        names = " ".join(f":{token}" for token in PERMALINK_TOKENS)
        message = f"The pattern {pattern} cannot be used: {problem}. It may hold {names}."
        raise InvalidPermalinkPattern(message)


def address_by_pattern(
    pattern: str, *, moment: datetime | None, name: str, slug: str, categories: Iterable[str]
) -> str:
    """The old address of the post; "" if the pattern needs a date and there is none."""
    tokens = {"title": name, "slug": slug, "categories": "/".join(slug_words(word) for word in categories)}
    if moment:
        tokens |= {"year": f"{moment:%Y}", "month": f"{moment:%m}", "day": f"{moment:%d}"}
    elif re.search(r":(year|month|day)\b", pattern):
        return ""
    return re.sub(r"/{2,}", "/", PERMALINK_TOKEN.sub(lambda match: tokens[match[1]], pattern))


def old_path(address: str) -> str:
    """The path of an address as Wagtail's redirects store it; "" if there is none."""
    try:
        path = urlsplit(address.strip()).path
    except ValueError:
        return ""
    path = Redirect.normalise_path("/" + path.lstrip("/"))
    return path if path != "/" and "\0" not in path else ""


def normalize_path(path: str) -> str:
    """Normalizes the spellings of one address."""
    path = unquote(path).rstrip("/").removesuffix("/index.html").removesuffix(".html")
    return path or "/"


def host_of(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")


class LinkTargets:
    """Finds the imported post that a link leads to, by its file or an old address."""

    def __init__(self, base_url: str = "") -> None:
        self.base_url = base_url.rstrip("/")
        self.by_path: dict[str, str] = {}
        self.by_name: dict[str, str] = {}
        self.files: set[str] = set()
        self.drafts: set[str] = set()

    def add(self, source_id: str, addresses: Iterable[str], *, is_draft: bool) -> None:
        self.files.add(source_id)
        self.drafts |= {source_id} if is_draft else set()
        self.by_name.setdefault(posixpath.basename(source_id), source_id)
        for address in addresses:
            self.by_path.setdefault(normalize_path(address), source_id)

    def find(self, address: str, *, source_id: str, own_address: str) -> str | None:
        """The source id of the post that `address` leads to from the post `source_id`."""
        try:
            parts = urlsplit(address)
            if (parts.scheme or parts.netloc) and not self.is_old_site(address):
                return None
            path = unquote(parts.path)
            if path.lower().endswith(LINKED_SUFFIXES) and not parts.netloc:
                return self._file(path, source_id)
            return self.by_path.get(normalize_path(urljoin(f"{own_address or '/'}/", path))) if path else None
        except ValueError:
            return None

    def _file(self, path: str, source_id: str) -> str | None:
        if not path.startswith(("/", "@/")):
            beside = posixpath.normpath(posixpath.join(posixpath.dirname(source_id), path))
            if beside in self.files:
                return beside
        path = path.removeprefix("@").lstrip("/")
        parts = path.split("/")
        for start in range(len(parts)):
            if (rest := "/".join(parts[start:])) in self.files:
                return rest
        return self.by_name.get(posixpath.basename(path))

    def is_elsewhere(self, address: str) -> bool:
        return not is_local(address) and not self.is_old_site(address)

    def is_old_site(self, address: str) -> bool:
        """Whether a full address is on the old site."""
        return bool(self.base_url) and host_of(address) == host_of(self.base_url)

    def absolute(self, address: str, own_address: str) -> str:
        """The full address on the old site of `address` in a post; "" if it needs none."""
        if not self.base_url or address.startswith("#") or not is_local(address):
            return ""
        return urljoin(f"{self.base_url}{own_address}/", address)


def is_local(address: str) -> bool:
    """Whether an address is relative to its site."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc
