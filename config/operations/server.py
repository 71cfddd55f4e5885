"""The web server: python -m config.operations.server PORT. With a parent process id, the server of a local trial."""

import sys
from importlib import import_module

from granian.constants import Interfaces
from granian.server import Server

from config.operations.parent_watch import stop_with_parent

HOST = "127.0.0.1"
# Per process. Up to two of them check the passwords of unknown visitors (blog/review/throttling.py).
SERVER_THREADS = 4


def serve(port: int, *, workers: int) -> None:
    # The application is loaded before the server forks. An application that cannot load then stops the server at once
    # with its error message, and a respawned process responds at once.
    import_module("config.wsgi")
    Server(
        "config.wsgi:application",
        address=HOST,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=SERVER_THREADS,
        backpressure=64,
        websockets=False,
        respawn_failed_workers=True,
        # Without this, a stop while the application loads would wait forever.
        workers_kill_timeout=10,
    ).serve()


if __name__ == "__main__":
    port, *parent = map(int, sys.argv[1:])
    if parent:
        stop_with_parent(*parent)
    serve(port, workers=1 if parent else 2)
