"""Fetches a picture or a page from a public address, and from nowhere else, or asks whether anything is there.

An imported text or an editor may name any address, and the server must not ask its own network on a stranger's behalf.
So only http and https on their own ports are asked, the name is resolved once, every address that it has must be
public, and the connection goes to the one that was checked. Each redirect is checked the same way.
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

type Address = ipaddress.IPv4Address | ipaddress.IPv6Address

PORTS = {"http": 80, "https": 443}
REDIRECT_STATUSES = frozenset({301, 302, 303, 307, 308})
MAX_REDIRECTS = 4
# Characters of an address that are sent as they are.
SAFE_URL_CHARACTERS = "/%:@!$&'()*+,;=~?"
# The only block of IPv6 from which addresses of the open internet are given out (RFC 4291).
GLOBAL_UNICAST_NETWORK = ipaddress.IPv6Network("2000::/3")
# What the registries of special-purpose addresses (IANA, RFC 6890) list beside what `is_global` leaves out: relays,
# which carry an IPv4 address of the other side's choice, anycast without an owner, and documentation.
SPECIAL_NETWORKS = tuple(
    ipaddress.ip_network(network)
    for network in (
        *("192.0.0.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.175.48.0/24"),
        *("2001::/23", "2002::/16", "2620:4f:8000::/48", "3fff::/20"),
    )
)


class NotFetched(Exception):  # noqa: N818 - the name is what happened
    """Says in words why nothing came."""


class NotAsked(NotFetched):
    """Nobody was asked, because the address, or where it leads, is none of the open web."""


def is_public(address: Address) -> bool:
    """Whether an address is one of the open internet: not private, loopback, link-local, reserved or multicast."""
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
    """What an answer has to be. A page may be `cut` at the limit, since what is sought stands at its start."""

    word: str
    kinds: tuple[str, ...]
    is_cut: bool = False


IMAGE_REQUEST = Wanted("picture", ("image/",))
PAGE_REQUEST = Wanted("page", ("text/html", "application/xhtml+xml"), is_cut=True)
JSON_REQUEST = Wanted("data", ("application/json",))
ANYTHING = ("*/*",)


@dataclass(frozen=True, slots=True)
class Fetched:
    """`address` is where it was found after every redirect, `charset` what the server says, or ""."""

    address: str
    charset: str
    data: bytes


# Of an answer, the address it came from, and the moment after which nothing more may be waited for.
type Read[Found] = Callable[[http.client.HTTPResponse, str, float], Found]


def status_of(answer: http.client.HTTPResponse, _address: str, _deadline: float) -> int:
    return answer.status


@dataclass(frozen=True, slots=True)
class Fetcher:
    """`max_bytes` and `seconds` are for one question, redirects included."""

    max_bytes: int
    seconds: float = 20.0
    allows: Callable[[Address], bool] = is_public
    allows_port: Callable[[str, int], bool] = is_usual_port

    def fetch(self, address: str, wanted: Wanted = IMAGE_REQUEST) -> Fetched:
        """What is found at an address; raises NotFetched."""
        return self._follow(address, "GET", wanted.kinds, partial(self._read, wanted))

    def status(self, address: str) -> int:
        """The status with which an address answers; raises NotFetched. Nothing of its content is read.

        Asked with HEAD, and again with GET where that brings nothing: some servers know no HEAD.
        """
        try:
            status = self._follow(address, "HEAD", ANYTHING, status_of)
        except NotAsked:
            raise
        except NotFetched:
            status = None
        is_found = status is not None and status < HTTPStatus.BAD_REQUEST
        return status if is_found else self._follow(address, "GET", ANYTHING, status_of)

    def _follow[Found](self, address: str, method: str, kinds: tuple[str, ...], read: Read[Found]) -> Found:
        deadline = time.monotonic() + self.seconds
        for _ in range(MAX_REDIRECTS + 1):
            try:
                with self._asked(address, method, kinds, deadline) as answer:
                    location = answer.headers.get("Location") if answer.status in REDIRECT_STATUSES else None
                    if not location:
                        return read(answer, address, deadline)
                address = urljoin(address, location)
            except (OSError, http.client.HTTPException, ValueError) as error:
                raise NotFetched("did not answer") from error
        raise NotFetched(f"redirects more than {MAX_REDIRECTS} times")

    @contextmanager
    def _asked(
        self, address: str, method: str, kinds: tuple[str, ...], deadline: float
    ) -> Generator[http.client.HTTPResponse]:
        parts = urlsplit(address)
        connection = self._connect(parts, deadline)
        # Ends even a server that sends one byte now and then, which a time-out of the socket never would.
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
            raise NotFetched(f"answered {answer.status}")
        kind = answer.headers.get_content_type()
        if not kind.startswith(wanted.kinds):
            raise NotFetched(f"is {kind} and no {wanted.word}")
        data = answer.read(self.max_bytes + (0 if wanted.is_cut else 1))
        if len(data) > self.max_bytes:
            raise NotFetched(f"is larger than {self.max_bytes / 1e6:.0f} MB")
        self._left(deadline)
        return Fetched(address, answer.headers.get_content_charset(""), data)

    def _left(self, deadline: float) -> float:
        left = deadline - time.monotonic()
        if left <= 0:
            raise NotFetched(f"took longer than {self.seconds:.0f} seconds")
        return left

    def _connect(self, parts: SplitResult, deadline: float) -> http.client.HTTPConnection:
        if parts.scheme not in PORTS or not parts.hostname or parts.username is not None:
            raise NotAsked("is not an http or https address")
        port = parts.port or PORTS[parts.scheme]
        if not self.allows_port(parts.scheme, port):
            raise NotAsked(f"asks for port {port}; only 80 and 443 are used")
        ip = self._checked_address(parts.hostname, port, deadline)
        is_secure = parts.scheme == "https"
        connection = (http.client.HTTPSConnection if is_secure else http.client.HTTPConnection)(parts.hostname, port)
        # The checked address, and not the name again: a second look-up could answer differently.
        connection.sock = socket.create_connection((ip, port), timeout=self._left(deadline))
        if is_secure:
            context = ssl.create_default_context()
            connection.sock = context.wrap_socket(connection.sock, server_hostname=parts.hostname)
        return connection

    def _checked_address(self, host: str, port: int, deadline: float) -> str:
        rows = Future()
        # The system gives a look-up no deadline, so another thread waits for a server of names that is silent.
        threading.Thread(target=_resolve, args=(rows, host, port), daemon=True).start()
        addresses = [str(row[4][0]) for row in rows.result(self._left(deadline))]
        if not addresses or not all(self.allows(ipaddress.ip_address(ip)) for ip in addresses):
            raise NotAsked("leads into a private network")
        return addresses[0]


def _resolve(rows: Future, host: str, port: int) -> None:
    try:
        rows.set_result(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    except (OSError, ValueError) as error:
        rows.set_exception(error)
