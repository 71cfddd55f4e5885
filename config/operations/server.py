"""The web server: python -m config.operations.server PORT; with the id of its parent, that of a local trial."""

import sys
from importlib import import_module

from granian.constants import Interfaces
from granian.server import Server

from config.operations.parent_watch import stop_with_parent

HOST = "127.0.0.1"
# Of each process. Two may be busy with the passwords of strangers (blog/review/throttling.py).
SERVER_THREADS = 4


def serve(port: int, *, workers: int) -> None:
    # Loaded before the process that answers is made: one that cannot load ends everything at once, with its words, and
    # one that takes the place of another answers at once.
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
        # Without it a stop that arrives while the application loads waits for ever.
        workers_kill_timeout=10,
    ).serve()


if __name__ == "__main__":
    port, *parent = map(int, sys.argv[1:])
    if parent:
        stop_with_parent(*parent)
    serve(port, workers=1 if parent else 2)
