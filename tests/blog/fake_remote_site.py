"""Another site, as far as a test needs one: a server of this machine that stands at a public address."""

import http.server
import socket
import threading
from contextlib import contextmanager

NAME = "elsewhere.example"
PUBLIC_ADDRESS = "93.184.215.14"


@contextmanager
def another_site(monkeypatch, answers):
    """Serves ``answers``, as {path: (content type, bytes)}, at http://elsewhere.example/; gives the paths asked for.

    Only the network is bent: the name is resolved to a public address, and a connection to that one ends here.
    """
    asked = []

    class Answers(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            if self.path not in answers:
                self.send_error(404)
                return
            kind, data = answers[self.path]
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    resolve, connect = socket.getaddrinfo, socket.create_connection

    def resolve_here(host, *args, **kwargs):
        if host.endswith(".invalid"):
            raise socket.gaierror(-2, "Name or service not known")
        return [(2, 1, 6, "", (PUBLIC_ADDRESS, 80))] if host == NAME else resolve(host, *args, **kwargs)

    def connect_here(address, *args, **kwargs):
        return connect(server.server_address if address[0] == PUBLIC_ADDRESS else address, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", resolve_here)
    monkeypatch.setattr(socket, "create_connection", connect_here)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield asked
    finally:
        server.shutdown()
        server.server_close()
