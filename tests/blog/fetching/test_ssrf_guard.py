import http.server
import ipaddress
import socket
import threading

import pytest

from blog.fetching.ssrf_guard import PAGE_REQUEST, Fetcher, NotFetched, RequestBlocked, is_public

PICTURE = b"\x89PNG" + b"x" * 1000


LOCATIONS = {
    "/moved": "/x.png",
    "/round": "/round",
    "/inside": "http://169.254.169.254/latest/",
    "/file": "file:///etc/passwd",
    "/broken": "http://[x",
}


class Pictures(http.server.BaseHTTPRequestHandler):
    def do_HEAD(self):
        if self.path == "/no-head":
            self.close_connection = True
        elif self.path == "/head-forbidden":
            self.send_error(403)
        else:
            self.do_GET()

    def do_GET(self):
        if location := LOCATIONS.get(self.path):
            self.answer(302, "Location", location)
        elif self.path == "/gone":
            self.send_error(404)
        elif self.path == "/slow":
            self.answer(200, "Content-Type", "image/png")
            self.drip()
        else:
            self.answer(200, "Content-Type", "text/html" if self.path == "/page" else "image/png")
            self.wfile.write(PICTURE)

    def answer(self, status, header, value):
        self.send_response(status)
        self.send_header(header, value)
        self.end_headers()

    def drip(self):
        while not stopped.wait(0.1):
            self.wfile.write(b"x")
            self.wfile.flush()

    def log_message(self, *args):
        pass


stopped = threading.Event()


@pytest.fixture
def server():
    stopped.clear()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pictures)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    stopped.set()
    server.shutdown()
    server.server_close()


def only_loopback(address):
    return address == ipaddress.ip_address("127.0.0.1")


def fetch(address, *wanted, **changes):
    wishes = {"max_bytes": 5000, "seconds": 5, "allows": only_loopback, "allows_port": lambda scheme, port: True}
    return Fetcher(**{**wishes, **changes}).fetch(address, *wanted)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "240.0.0.1", "192.0.2.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "2001:0:1:2:3:4:5:6", "fec0::1", "2001:db8::1",
        # Every block of IANA's registries of special-purpose addresses, at its beginning and its end.
        "0.255.255.255", "10.255.255.255", "100.127.255.255", "127.255.255.255", "169.254.0.0", "172.31.255.255",
        "192.0.0.0", "192.0.0.9", "192.0.0.10", "192.0.0.170", "192.0.0.255", "192.0.2.255", "192.31.196.1",
        "192.52.193.1", "192.88.99.0", "192.88.99.255", "192.168.255.255", "192.175.48.1", "198.18.0.0",
        "198.19.255.255", "198.51.100.0", "203.0.113.255", "239.255.255.255", "64:ff9b::", "64:ff9b:1:ffff::",
        "64:ff9b::101:101", "100::", "100:0:0:1::1", "100::ffff:ffff:ffff:ffff", "2001::", "2001:1::1", "2001:1::3",
        "2001:2::", "2001:3::1", "2001:4:112::1", "2001:10::", "2001:20::", "2001:30::", "2001:1ff:ffff::", "2002::",
        "2002:101:101::", "2620:4f:8000::1", "3fff::", "3fff:fff:ffff::", "4000::1", "5f00::", "5f00:ffff::", "fdff::1",
        "febf::1", "ff0e::1", "::7f00:1", "::101:101", "::ffff:192.88.99.1", "::ffff:0:127.0.0.1", "1::1",
    ],
)  # fmt: skip
def test_addresses_of_inner_networks_are_not_public(address):
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1",
        "93.184.215.14",
        "192.0.1.1",
        "192.88.98.255",
        "192.88.100.0",
        "2606:4700:4700::1111",
        "::ffff:1.1.1.1",
        "2001:200::1",
        "2003::1",
        "2a00:1450:4001::1",
        "3ffe:ffff::1",
        "2620:4f:8001::1",
    ],
)
def test_addresses_of_the_internet_are_public(address):
    assert is_public(ipaddress.ip_address(address))


def test_name_that_is_looked_up_for_too_long_is_left(monkeypatch):
    answers = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: answers.wait(60))

    with pytest.raises(NotFetched, match="did not answer"):
        fetch("http://slow-names.example/", seconds=0.2)

    assert not answers.is_set()
    answers.set()


@pytest.mark.parametrize(
    "error", [socket.gaierror(-2, "Name or service not known"), ConnectionResetError(104, "reset"), UnicodeError("x")]
)
def test_failure_is_told_without_the_words_of_a_program(monkeypatch, error):
    def fail(*args, **kwargs):
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", fail)

    with pytest.raises(NotFetched) as failure:
        fetch("http://nowhere.example/")

    assert str(failure.value) == "The server did not answer."


def test_picture_comes_through_a_redirect(server):
    found = fetch(f"{server}/moved")

    assert (found.data, found.address) == (PICTURE, f"{server}/x.png")


def test_page_is_read_as_far_as_the_limit(server):
    assert fetch(f"{server}/page", PAGE_REQUEST, max_bytes=100).data == PICTURE[:100]


def test_picture_is_no_page(server):
    with pytest.raises(NotFetched, match="leads to image/png, not to a web page"):
        fetch(f"{server}/x.png", PAGE_REQUEST)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/page", "leads to text/html, not to a picture"),
        ("/gone", "answered with status 404"),
        ("/round", "redirects more than 4 times"),
        ("/inside", "leads into a private network"),
        ("/file", "does not begin with http"),
        ("/broken", "did not answer"),
    ],
)
def test_what_is_no_public_picture_is_refused_in_words(server, path, words):
    with pytest.raises(NotFetched, match=words):
        fetch(server + path)


@pytest.mark.parametrize(
    ("path", "status"),
    [("/x.png", 200), ("/page", 200), ("/moved", 200), ("/gone", 404), ("/no-head", 200), ("/head-forbidden", 200)],
)
def test_status_is_that_of_what_is_found_whether_or_not_a_server_knows_head(server, path, status):
    assert Fetcher(0, 5, only_loopback, lambda scheme, port: True).status(server + path) == status


@pytest.mark.parametrize(
    ("path", "error"), [("/inside", RequestBlocked), ("/file", RequestBlocked), ("/round", NotFetched)]
)
def test_status_of_what_leads_out_of_the_web_is_not_asked(server, path, error):
    with pytest.raises(error):
        Fetcher(0, 5, only_loopback, lambda scheme, port: True).status(server + path)


def test_large_picture_is_refused(server):
    with pytest.raises(NotFetched, match="is larger than"):
        fetch(f"{server}/x.png", max_bytes=500)


def test_slow_server_is_left(server):
    with pytest.raises(NotFetched, match=r"took longer|did not answer"):
        fetch(f"{server}/slow", seconds=0.5)


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://2130706433/", "http://0x7f.1/", "http://0/"],
)
def test_loopback_is_refused_however_it_is_spelt(address):
    with pytest.raises(NotFetched, match=r"private network|did not answer"):
        Fetcher(5000).fetch(address)


@pytest.mark.parametrize(
    "address", ["ftp://x.example/", "file:///etc/passwd", "http://user@x.example/", "http:///x", "http://x.example:22/"]
)
def test_only_web_addresses_on_their_own_ports_are_asked(address):
    with pytest.raises(NotFetched):
        Fetcher(5000).fetch(address)


def test_name_with_one_private_address_is_refused(monkeypatch):
    rows = [(2, 1, 6, "", ("1.1.1.1", 80)), (2, 1, 6, "", ("10.0.0.1", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: rows)

    with pytest.raises(NotFetched, match="private network"):
        Fetcher(5000).fetch("http://two-faced.example/x.png")


def test_connection_goes_to_the_address_that_was_checked(server, monkeypatch):
    port = int(server.rpartition(":")[2])
    asked = []

    def resolve(host, *args, **kwargs):
        asked.append(host)
        return [(2, 1, 6, "", ("127.0.0.1", port))]

    real = socket.create_connection
    monkeypatch.setattr(
        "blog.fetching.ssrf_guard.socket.getaddrinfo",
        lambda host, *a, **k: resolve(host) if "example" in host else [(2, 1, 6, "", (host, port))],
    )
    monkeypatch.setattr("blog.fetching.ssrf_guard.socket.create_connection", real)

    assert fetch(f"http://pinned.example:{port}/x.png").data == PICTURE
    assert asked == ["pinned.example"]
