"""Fetches pictures and pages from public addresses only, or checks whether an address answers.

An imported text or an editor may name any address, and the server must not send requests to its own network for them.
Only http and https on their default ports are allowed. The name is resolved once, all its IP addresses must be public,
and the connection uses the address that was checked. Each redirect is checked the same way.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Generator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

type Address = ipaddress.IPv4Address | ipaddress.IPv6Address

PORTS = {"http": 80, "https": 443}
REDIRECT_STATUSES = frozenset({301, 302, 303, 307, 308})
MAX_REDIRECTS = 4
# Characters of a URL that are not percent-encoded.
SAFE_URL_CHARACTERS = "/%:@!$&'()*+,;=~?"
# The only IPv6 block from which global unicast addresses are assigned (RFC 4291).
GLOBAL_UNICAST_NETWORK = ipaddress.IPv6Network("2000::/3")
# Entries of the IANA special-purpose address registries (RFC 6890) that `is_global` accepts: relays, which embed an
# IPv4 address chosen by the other side, anycast addresses without an owner, and documentation ranges.
SPECIAL_NETWORKS = tuple(
    ipaddress.ip_network(network)
    for network in (
        *("192.0.0.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.175.48.0/24"),
        *("2001::/23", "2002::/16", "2620:4f:8000::/48", "3fff::/20"),
    )
)


class NotFetched(Exception):  # noqa: N818 - the name is what happened
    """Nothing was fetched. The message is a sentence for the user."""


class RequestBlocked(NotFetched):
    """No request was sent, because the address or the target of a redirect is not public."""


def is_public(address: Address) -> bool:
    """Whether an IP address is public: not private, loopback, link-local, reserved or multicast."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
        if address not in GLOBAL_UNICAST_NETWORK:
            return False
    is_special = any(address in network for network in SPECIAL_NETWORKS)
    return address.is_global and not (is_special or address.is_multicast or address.is_reserved)


def is_usual_port(scheme: str, port: int) -> bool:
    return PORTS[scheme] == port


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a response must be: its media types, and the message for any other (with ``%(kind)s``).

    With `is_cut`, a longer response is cut off at the size limit and not refused.
    """

    refusal: str | Promise
    kinds: tuple[str, ...]
    is_cut: bool = False


IMAGE_REQUEST = Wanted(gettext_lazy("The address leads to %(kind)s, not to a picture."), ("image/",))
PAGE_REQUEST = Wanted(
    gettext_lazy("The address leads to %(kind)s, not to a web page."),
    ("text/html", "application/xhtml+xml"),
    is_cut=True,
)
JSON_REQUEST = Wanted(gettext_lazy("The address leads to %(kind)s, not to data."), ("application/json",))
ANYTHING = ("*/*",)


@dataclass(frozen=True, slots=True)
class Fetched:
    """`address` is the URL after all redirects; `charset` is the one that the server declares, or ""."""

    address: str
    charset: str
    data: bytes


# Called with a response, its URL, and the deadline as a value of `time.monotonic`.
type Read[Found] = Callable[[http.client.HTTPResponse, str, float], Found]


def status_of(answer: http.client.HTTPResponse, _address: str, _deadline: float) -> int:
    return answer.status


@dataclass(frozen=True, slots=True)
class Fetcher:
    """`max_bytes` and `seconds` are the limits of one request, redirects included."""

    max_bytes: int
    seconds: float = 20.0
    allows: Callable[[Address], bool] = is_public
    allows_port: Callable[[str, int], bool] = is_usual_port

    def fetch(self, address: str, wanted: Wanted = IMAGE_REQUEST) -> Fetched:
        """Fetches an address. Raises NotFetched."""
        return self._follow(address, "GET", wanted.kinds, partial(self._read, wanted))

    def status(self, address: str) -> int:
        """Returns the HTTP status of an address without reading its content. Raises NotFetched.

        Sends HEAD, and GET if HEAD fails, because some servers do not support HEAD.
        """
        try:
            status = self._follow(address, "HEAD", ANYTHING, status_of)
        except RequestBlocked:
            raise
        except NotFetched:
            status = None
        is_found = status is not None and status < HTTPStatus.BAD_REQUEST
        return status if is_found else self._follow(address, "GET", ANYTHING, status_of)

    def _follow[Found](self, address: str, method: str, kinds: tuple[str, ...], read: Read[Found]) -> Found:
        deadline = time.monotonic() + self.seconds
        for _redirect in range(MAX_REDIRECTS + 1):
            try:
                with self._open(address, method, kinds, deadline) as answer:
                    location = answer.headers.get("Location") if answer.status in REDIRECT_STATUSES else None
                    if not location:
                        return read(answer, address, deadline)
                address = urljoin(address, location)
            except (OSError, http.client.HTTPException, ValueError) as error:
                raise NotFetched(_("The server did not answer.")) from error
        raise NotFetched(_("The address redirects more than %(limit)d times.") % {"limit": MAX_REDIRECTS})

    @contextmanager
    def _open(
        self, address: str, method: str, kinds: tuple[str, ...], deadline: float
    ) -> Generator[http.client.HTTPResponse]:
        parts = urlsplit(address)
        connection = self._connect(parts, deadline)
        # A socket timeout would not stop a server that sends single bytes slowly.
        alarm = threading.Timer(self._left(deadline), connection.sock.shutdown, [socket.SHUT_RDWR])
        alarm.daemon = True
        alarm.start()
        try:
            target = quote(parts.path or "/", safe=SAFE_URL_CHARACTERS) + (
                f"?{quote(parts.query, safe=SAFE_URL_CHARACTERS)}" if parts.query else ""
            )
            accepted = ", ".join(f"{kind}*" if kind.endswith("/") else kind for kind in kinds)
            headers = {"Accept": accepted, "Accept-Encoding": "identity", "User-Agent": "Openbook"}
            connection.request(method, target, headers=headers)
            yield connection.getresponse()
        finally:
            alarm.cancel()
            connection.close()

    def _read(self, wanted: Wanted, answer: http.client.HTTPResponse, address: str, deadline: float) -> Fetched:
        if answer.status != HTTPStatus.OK:
            raise NotFetched(_("The server answered with status %(status)d.") % {"status": answer.status})
        kind = answer.headers.get_content_type()
        if not kind.startswith(wanted.kinds):
            raise NotFetched(str(wanted.refusal) % {"kind": kind})
        data = answer.read(self.max_bytes + (0 if wanted.is_cut else 1))
        if len(data) > self.max_bytes:
            raise NotFetched(_("The file is larger than %(limit).0f MB.") % {"limit": self.max_bytes / 1e6})
        self._left(deadline)
        return Fetched(address, answer.headers.get_content_charset(""), data)

    def _left(self, deadline: float) -> float:
        left = deadline - time.monotonic()
        if left <= 0:
            raise NotFetched(_("The server took longer than %(seconds).0f seconds.") % {"seconds": self.seconds})
        return left

    def _connect(self, parts: SplitResult, deadline: float) -> http.client.HTTPConnection:
        if parts.scheme not in PORTS or not parts.hostname or parts.username is not None:
            raise RequestBlocked(_("The address does not begin with http:// or https://."))
        port = parts.port or PORTS[parts.scheme]
        if not self.allows_port(parts.scheme, port):
            raise RequestBlocked(
                _("The address uses port %(port)d. Only ports 80 and 443 are allowed.") % {"port": port}
            )
        ip = self._checked_address(parts.hostname, port, deadline)
        is_secure = parts.scheme == "https"
        connection = (http.client.HTTPSConnection if is_secure else http.client.HTTPConnection)(parts.hostname, port)
        # Connects to the checked address: a second lookup of the name could return another one.
        connection.sock = socket.create_connection((ip, port), timeout=self._left(deadline))
        if is_secure:
            context = ssl.create_default_context()
            connection.sock = context.wrap_socket(connection.sock, server_hostname=parts.hostname)
        return connection

    def _checked_address(self, host: str, port: int, deadline: float) -> str:
        rows = Future()
        # getaddrinfo has no timeout, so it runs in a thread of its own.
        threading.Thread(target=_resolve, args=(rows, host, port), daemon=True).start()
        addresses = [str(row[4][0]) for row in rows.result(self._left(deadline))]
        if not addresses or not all(self.allows(ipaddress.ip_address(ip)) for ip in addresses):
            raise RequestBlocked(_("The address leads into a private network."))
        return addresses[0]


def _resolve(rows: Future, host: str, port: int) -> None:
    try:
        rows.set_result(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    except (OSError, ValueError) as error:
        rows.set_exception(error)
